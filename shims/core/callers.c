/*
 * callers.c: the table of callers, whom they act for, and their names.
 */
#include "callers.h"

struct cgf_core cgf_core;
__thread long cgf_thread_known;

CGF_UNSEEN struct cgf_caller *cgf_caller_owner(struct cgf_caller *caller)
{
	return caller->acts_for ? caller->acts_for : caller;
}

CGF_UNSEEN unsigned cgf_caller_rank(const struct cgf_caller *caller)
{
	return cgf_is_plan_caller(caller) ? caller->number : CGF_PLAN_CALLERS + caller->extra_number;
}

CGF_UNSEEN void cgf_caller_name(const struct cgf_caller *caller, char *out)
{
	static const char *const kinds[] = {"x", "finalizer", "cleanup", "thread"};
	unsigned extra = caller->extra_number;
	if (cgf_is_plan_caller(caller)) {
		*out++ = "ABCDL"[caller->number];
		*out = 0;
		return;
	}
	for (const char *at = kinds[caller->kind]; *at; at++)
		*out++ = *at;
	if (caller->kind == CGF_GOROUTINE || caller->kind == CGF_THREAD) {
		if (extra >= 10)
			*out++ = (char)('0' + extra / 10);
		*out++ = (char)('0' + extra % 10);
	}
	*out = 0;
}

CGF_UNSEEN int64_t cgf_call_goroutine(uint32_t call_id)
{
	for (unsigned i = 0; i < CGF_CALLERS_MAX; i++) {
		if (cgf_core.callers[i].call_id == call_id)
			return cgf_core.callers[i].goroutine;
	}
	return 0;
}

CGF_UNSEEN bool cgf_panicking(void)
{
	return cgf_core.go_side && cgf_core.go_side->panicking();
}

CGF_UNSEEN void cgf_call_note(const struct cgf_caller *caller)
{
	static const struct cgf_function *noted;
	static const struct cgf_stats *noted_in;
	struct cgf_stats *stats = cgf_core.stats;
	const struct cgf_caller *owner = caller->acts_for ? caller->acts_for : caller;
	size_t i = 0;
	if (owner->number < CGF_CALLER_LIBRARY)
		stats->op_under_way = owner->working ? (uint32_t)owner->work.op + 1 : 0;
	stats->call_id = caller->in_call ? caller->call_id : 0;
	if (!stats->call_id || (caller->function == noted && stats == noted_in))
		return;
	noted = caller->function;
	noted_in = stats;
	for (; caller->function->name[i] && i < sizeof stats->call - 1; i++)
		stats->call[i] = caller->function->name[i];
	stats->call[i] = 0;
}

CGF_UNSEEN struct cgf_caller *cgf_caller_of_plan(int64_t goroutine)
{
	for (unsigned i = 0; i < CGF_CALLER_LIBRARY; i++) {
		if (cgf_core.callers[i].goroutine == goroutine)
			return &cgf_core.callers[i];
	}
	return NULL;
}

CGF_UNSEEN bool cgf_goroutine_waits(int64_t goroutine)
{
	for (unsigned i = 0; i < CGF_CALLERS_MAX; i++) {
		const struct cgf_caller *caller = &cgf_core.callers[i];
		if (caller->goroutine == goroutine && caller->state != CGF_ABSENT &&
		    caller->state != CGF_RUNNING)
			return true;
	}
	return false;
}

CGF_UNSEEN void cgf_callers_reset(void)
{
	cgf_lock(&cgf_core.lock);
	for (unsigned i = CGF_PLAN_CALLERS; i < CGF_PLAN_CALLERS + cgf_core.extra_count; i++)
		cgf_clear(&cgf_core.callers[i], sizeof cgf_core.callers[i]);
	cgf_core.extra_count = cgf_core.extras_named = 0;
	for (unsigned i = 0; i < CGF_PLAN_CALLERS; i++) {
		cgf_core.callers[i].hops = 0;
		cgf_core.callers[i].fault_count = 0;
		cgf_core.callers[i].time_passed = cgf_core.callers[i].gives_way = false;
	}
	cgf_core.active = NULL;
	cgf_core.time_passed = false;
	cgf_core.poller_calls = cgf_core.calls_at_step = 0;
	cgf_core.calls = cgf_core.works = cgf_core.steps = cgf_core.plan_at = cgf_core.time_given = 0;
	cgf_unlock(&cgf_core.lock);
}
