/*
 * process_state.c: see process_state.h.
 */
#include "process_state.h"

#include "cgf.h"

static const struct cgf_function call_function = {"process_state_call",
                                                  (const char *const[]){"late.entry", NULL}};
static const struct cgf_function check_function = {"process_state_check",
                                                   (const char *const[]){"late.entry", NULL}};

static const struct cgf_function *const functions[] = {&call_function, &check_function, NULL};

static struct cgf_library process_fresh = {.name = "process_fresh", .functions = functions};
static struct cgf_library process_later = {.name = "process_later", .functions = functions};
static struct cgf_library process_once = {.name = "process_once", .functions = functions};
CGF_LIBRARY(process_fresh)
CGF_LIBRARY(process_later)
CGF_LIBRARY(process_once)

void process_state_call(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &call_function);
	cgf_point(&call, "entry");
	cgf_call_end(&call, 0);
}

void process_state_check(bool allowed)
{
	struct cgf_call call;
	cgf_call_begin(&call, &check_function);
	if (!allowed)
		cgf_violation(&call, "not-allowed");
	cgf_point(&call, "entry");
	cgf_call_end(&call, 0);
}
