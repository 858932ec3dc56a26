/*
 * stop.c: see stop.h.
 */
#include "stop.h"

#include "child.h"

#include <stddef.h>

/* timeout(1) sends its signal to the command and to the command's group: twice, for one wish. */
enum { ONE_WISH_MS = 500 };

volatile sig_atomic_t cgf_stop;
int64_t cgf_time_end_ms = INT64_MAX;

static void note_stop(int number)
{
	static int64_t first_ms;

	if (!cgf_stop) {
		first_ms = cgf_now_ms();
		cgf_stop = 1;
	} else if (cgf_now_ms() - first_ms >= ONE_WISH_MS) {
		signal(number, SIG_DFL);
		raise(number);
	}
}

void cgf_stop_catch(void)
{
	struct sigaction action = {.sa_handler = note_stop};

	/* One at a time: the handler has a memory. */
	sigaddset(&action.sa_mask, SIGINT);
	sigaddset(&action.sa_mask, SIGTERM);
	sigaddset(&action.sa_mask, SIGHUP);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}
