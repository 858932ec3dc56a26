/*
 * stop.c: see stop.h.
 */
#include "stop.h"

#include <stddef.h>

volatile sig_atomic_t cgf_stop;
int64_t cgf_time_end_ms = INT64_MAX;

static void note_stop(int number)
{
	(void)number;
	cgf_stop = 1;
}

void cgf_stop_catch(void)
{
	struct sigaction action = {.sa_handler = note_stop, .sa_flags = (int)SA_RESETHAND};

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}
