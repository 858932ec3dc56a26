/*
 * call_turn.c: whether a call begins at once, or has to wait until it is let in.
 */
#include "call_turn.h"

#include <errno.h>

CGF_UNSEEN bool cgf_call_may_begin(const struct cgf_caller *caller)
{
	if (caller == cgf_core.active)
		return true;
	return cgf_core.gc_step && caller->passes_in_gc && !cgf_core.finalizers_in_c;
}

/* Of a step of the plan: more calls take time, as they would elsewhere. A loop may run until a deadline. */
enum {
	CALLS_WITHOUT_TIME = 256,
	CALLS_BETWEEN = 64,
	NS_AT_ONCE = 1000000,
	LONGER = 4096,
	MUCH_LONGER = 65536
};

/* Lets the clock go on where this is one of a great many calls. The lock is held. */
CGF_UNSEEN static bool time_passes(void)
{
	uint32_t calls = cgf_core.calls - cgf_core.calls_at_step;
	if (calls < CALLS_WITHOUT_TIME || calls % CALLS_BETWEEN)
		return false;
	cgf_clock_advance(calls < LONGER        ? NS_AT_ONCE
	                  : calls < MUCH_LONGER ? 10 * NS_AT_ONCE
	                                        : 100 * NS_AT_ONCE);
	cgf_core.time_passed = true;
	return true;
}

CGF_UNSEEN bool cgf_call_waits_for_others(struct cgf_caller *caller)
{
	bool time_passed = caller->time_passed;
	caller->time_passed = false;
	if (caller->polls || (!cgf_is_plan_caller(caller) && caller->kind != CGF_GOROUTINE))
		return false;
	caller->gives_way = time_passes() || time_passed;
	return caller->gives_way || cgf_threads_of_library();
}

CGF_UNSEEN void cgf_call_note_time(struct cgf_caller *caller, int error)
{
	if (error != ETIMEDOUT || caller->polls)
		return;
	cgf_clock_advance(NS_AT_ONCE);
	caller->time_passed = cgf_core.time_passed = true;
}
