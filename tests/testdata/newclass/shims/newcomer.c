/*
 * newcomer.c: see newcomer.h.
 */
#include "newcomer.h"

#include "cgf.h"

static const struct cgf_function start_function = {"newcomer_start",
                                                   (const char *const[]){"late.entry", NULL}};
static const struct cgf_function stop_function = {"newcomer_stop", (const char *const[]){"late.entry", NULL}};

static const struct cgf_function *const functions[] = {&start_function, &stop_function, NULL};

static int started;

static void reset(void)
{
	started = 0;
}

static struct cgf_library newcomer = {.name = "newcomer", .functions = functions, .reset = reset};
CGF_LIBRARY(newcomer)

void newcomer_start(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &start_function);
	cgf_point(&call, "entry");
	started++;
	cgf_call_end(&call, 0);
}

void newcomer_stop(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &stop_function);
	cgf_point(&call, "entry");
	if (!started)
		cgf_violation(&call, "stopped-twice");
	started--;
	cgf_call_end(&call, 0);
}
