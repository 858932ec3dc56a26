/*
 * stillness.c: what the controller asks before it goes on: who moves, who waits to be let in, who is blocked.
 */
#include "callers.h"
#include "cgf_run.h"

CGF_UNSEEN static void note_running(struct cgf_stillness *out, const struct cgf_caller *caller)
{
	struct cgf_running *running = &out->running[out->count++];
	running->number = caller->number;
	running->goroutine = caller->goroutine;
	running->thread = caller->thread;
	running->in_call = caller->in_call;
	running->of_plan = cgf_is_plan_caller(caller);
	running->polls = caller->polls;
	running->asleep = caller->asleep;
	out->in_call += caller->in_call;
	out->blocked += running->of_plan;
}

CGF_UNSEEN void cgf_stillness(struct cgf_stillness *out)
{
	cgf_clear(out, sizeof *out);
	cgf_store(&cgf_core.looks, cgf_core.looks + 1);
	cgf_lock(&cgf_core.lock);
	out->happened = cgf_core.happened;
	out->moves = cgf_core.moves;
	out->time_passed = cgf_core.time_passed;
	cgf_core.time_passed = false;
	out->awaits_copy = cgf_load(&cgf_core.awaits_copy);
	for (unsigned i = 0; i < CGF_PLAN_CALLERS + cgf_core.extra_count; i++) {
		const struct cgf_caller *caller = &cgf_core.callers[i];
		if (caller->polls && out->poller_count < CGF_POLLERS_MAX)
			out->pollers[out->poller_count++] = caller->goroutine;
		if (caller->state == CGF_RUNNING)
			note_running(out, caller);
		else if (caller->state != CGF_ABSENT)
			out->goroutines_in_c += caller->kind != CGF_THREAD;
		out->blocked += caller->polls && cgf_is_plan_caller(caller) && caller->state == CGF_HELD;
	}
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN bool cgf_stillness_again(struct cgf_stillness *before)
{
	static struct cgf_stillness now;
	cgf_stillness(&now);
	if (cgf_equal(before, &now, sizeof now))
		return true;
	cgf_copy(before, &now, sizeof now);
	return false;
}

CGF_UNSEEN bool cgf_caller_sleeps(unsigned number, bool tired)
{
	struct cgf_caller *caller = &cgf_core.callers[number];
	cgf_lock(&cgf_core.lock);
	bool running = caller->state == CGF_RUNNING;
	if (running) {
		caller->asleep = true;
		caller->tired = tired;
	}
	cgf_unlock(&cgf_core.lock);
	return running;
}

/* Does this one come before the best so far? Callers of the plan first; whoever was active has only waited
 * for others to come to rest, unless it gives way. */
CGF_UNSEEN static bool comes_before(const struct cgf_caller *caller, const struct cgf_caller *best)
{
	if (!best)
		return true;
	if (caller->gives_way != best->gives_way)
		return best->gives_way;
	if (caller == cgf_core.active)
		return true;
	return best != cgf_core.active && !cgf_is_plan_caller(best) && caller->goroutine < best->goroutine;
}

CGF_UNSEEN int cgf_next_waiting(void)
{
	const struct cgf_caller *best = NULL;
	int hops = -1;
	cgf_lock(&cgf_core.lock);
	for (int i = 0; i < CGF_CALLERS_MAX && hops < 0; i++) {
		struct cgf_caller *caller = &cgf_core.callers[i];
		if ((caller->state == CGF_RUNNING || caller->state == CGF_ABSENT) && caller->hop_pending)
			caller->hop_blocked = true; /* all is still */
		if (caller->state == CGF_HOPPING)
			hops = i | CGF_WAITS_FOR_HOP;
		else if (caller->state == CGF_HELD && !caller->tired && !caller->polls &&
		         comes_before(caller, best))
			best = caller;
	}
	cgf_unlock(&cgf_core.lock);
	return hops >= 0 ? hops : best ? (int)(best - cgf_core.callers) : -1;
}

CGF_UNSEEN int cgf_next_parked(void)
{
	int first = -1;
	for (int i = 0; i < CGF_CALLERS_MAX; i++) {
		const struct cgf_caller *caller = &cgf_core.callers[i];
		if (cgf_load(&caller->state) == CGF_PARKED &&
		    (first < 0 || cgf_caller_rank(caller) < cgf_caller_rank(&cgf_core.callers[first])))
			first = i;
	}
	return first;
}

CGF_UNSEEN bool cgf_call_parked(void)
{
	return cgf_next_parked() >= 0;
}

/* What the plan did not start may stay blocked: a worker that waits for work. But not for a mutex. */
CGF_UNSEEN bool cgf_anyone_blocked(void)
{
	for (int i = 0; i < CGF_CALLERS_MAX; i++) {
		uint32_t state = cgf_load(&cgf_core.callers[i].state);
		if (state == CGF_WAITS_LOCK ||
		    (i < CGF_PLAN_CALLERS && state != CGF_IDLE && state != CGF_ABSENT))
			return true;
	}
	return false;
}

CGF_UNSEEN const char *cgf_blocked_in(unsigned number)
{
	struct cgf_caller *caller = &cgf_core.callers[number];
	uint32_t state = cgf_load(&caller->state);
	const struct cgf_function *function = cgf_caller_owner(caller)->last_function;
	if (state != CGF_WAITS_LOCK && state != CGF_HELD && !(state == CGF_RUNNING && caller->in_call))
		return NULL;
	return function ? function->name : "unknown";
}

CGF_UNSEEN int cgf_parked_for_another(unsigned number)
{
	int other = -1;
	for (int i = 0; i < CGF_CALLERS_MAX; i++) {
		struct cgf_caller *parked = &cgf_core.callers[i];
		if (cgf_load(&parked->state) != CGF_PARKED)
			continue;
		if (cgf_caller_owner(parked)->number == number ||
		    parked->call_id > cgf_core.callers[number].calls_before)
			return -1;
		if (cgf_is_plan_caller(cgf_caller_owner(parked)) &&
		    (other < 0 || cgf_caller_rank(parked) < cgf_caller_rank(&cgf_core.callers[other])))
			other = i;
	}
	return other;
}

CGF_UNSEEN const char *cgf_parked_in(unsigned number)
{
	const struct cgf_function *function = cgf_core.callers[number].function;
	return function ? function->name : "unknown";
}

CGF_UNSEEN void cgf_caller_gone(unsigned number)
{
	struct cgf_caller *caller = &cgf_core.callers[number];
	cgf_lock(&cgf_core.lock);
	/* It may have stopped since it was looked at. A thread that enters Go is no goroutine yet. */
	if (caller->state == CGF_RUNNING && !caller->in_call && caller->kind != CGF_THREAD)
		cgf_store(&caller->state, CGF_ABSENT);
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN bool cgf_is_caller_of_plan(int64_t goroutine)
{
	return cgf_caller_of_plan(goroutine) != NULL;
}

CGF_UNSEEN int64_t cgf_goroutine_of(unsigned number)
{
	return cgf_core.callers[number].goroutine;
}
