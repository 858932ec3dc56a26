/*
 * stillness.c: what the controller asks before it goes on: who moves, who waits to be let in, who is blocked.
 */
#include "callers.h"
#include "cgf_run.h"

CGF_UNSEEN void cgf_stillness(struct cgf_stillness *out)
{
	unsigned goroutines = 0;
	cgf_clear(out, sizeof *out);
	cgf_lock(&cgf_core.lock);
	out->happened = cgf_core.happened;
	for (unsigned i = 0; i < CGF_PLAN_CALLERS + cgf_core.extra_count; i++) {
		const struct cgf_caller *caller = &cgf_core.callers[i];
		if (caller->state == CGF_ABSENT)
			continue;
		if (caller->state != CGF_RUNNING) {
			out->goroutines_in_c++;
			continue;
		}
		out->running++;
		if (i == CGF_CALLER_LIBRARY && caller->in_callback)
			out->library_in_go = true;
		else if (i == CGF_CALLER_LIBRARY || caller->in_call)
			out->running_in_c++;
		if (i < CGF_CALLER_LIBRARY)
			out->running_goroutines[goroutines++] = caller->goroutine;
	}
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN int cgf_next_waiting(void)
{
	int best = -1;
	cgf_lock(&cgf_core.lock);
	for (int i = 0; i < CGF_CALLERS_MAX; i++) {
		struct cgf_caller *caller = &cgf_core.callers[i];
		if (caller->state == CGF_RUNNING && caller->hop_pending)
			caller->hop_blocked = true; /* all is still */
		if (caller->state == CGF_HOPPING && i < CGF_PLAN_CALLERS) {
			best = i | CGF_WAITS_FOR_HOP;
			break;
		}
		if (caller->state != CGF_HELD)
			continue;
		if (best < 0 ||
		    (best >= CGF_PLAN_CALLERS && caller->goroutine < cgf_core.callers[best].goroutine))
			best = i;
	}
	cgf_unlock(&cgf_core.lock);
	return best;
}

CGF_UNSEEN int cgf_next_parked(void)
{
	for (int i = 0; i < CGF_CALLERS_MAX; i++) {
		if (cgf_load(&cgf_core.callers[i].state) == CGF_PARKED)
			return i;
	}
	return -1;
}

CGF_UNSEEN bool cgf_call_parked(void)
{
	return cgf_next_parked() >= 0;
}

CGF_UNSEEN bool cgf_anyone_blocked(void)
{
	for (int i = 0; i < CGF_CALLERS_MAX; i++) {
		uint32_t state = cgf_load(&cgf_core.callers[i].state);
		if (state != CGF_IDLE && state != CGF_ABSENT)
			return true;
	}
	return false;
}

CGF_UNSEEN const char *cgf_blocked_function(void)
{
	for (int i = 0; i < CGF_CALLERS_MAX; i++) {
		const struct cgf_caller *caller = &cgf_core.callers[i];
		const struct cgf_function *function =
		        cgf_caller_owner((struct cgf_caller *)caller)->last_function;
		if (cgf_load(&caller->state) == CGF_WAITS_LOCK && function)
			return function->name;
	}
	return "unknown";
}
