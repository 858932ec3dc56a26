/*
 * pollers.c: goroutines that call C, sleep, and call again, for ever: an event loop, an op that asks until
 * something is done.
 *
 * Nobody may wait for one to end, and how often it has passed must not show. Once it has come back often
 * enough while nothing else happened, it is background: it is held at its next call, let in when somebody
 * waits for what it may bring, and at the end of a run; its passes are in no trace. A caller of the plan is
 * one until it calls another function, or its op ends.
 */
#include "pollers.h"

/* Passes without a move of the plan, after each of which the goroutine slept. */
enum { POLLER_PASSES = 16 };

/* They outlive a run. */
static int64_t known[CGF_POLLERS_MAX];

CGF_UNSEEN bool cgf_poller_known(int64_t goroutine)
{
	for (unsigned i = 0; i < CGF_POLLERS_MAX; i++) {
		if (known[i] == goroutine)
			return true;
	}
	return false;
}

CGF_UNSEEN static void remember(int64_t goroutine)
{
	for (unsigned i = 0; i < CGF_POLLERS_MAX; i++) {
		if (!known[i]) {
			known[i] = goroutine;
			return;
		}
	}
}

/* Has the caller made this call lately? */
CGF_UNSEEN static bool repeats(struct cgf_caller *caller, const struct cgf_function *function)
{
	for (unsigned i = 0; i < CGF_LATEST_MAX; i++) {
		if (caller->recent[i] == function)
			return true;
	}
	caller->recent[caller->recent_at++ % CGF_LATEST_MAX] = function;
	return false;
}

CGF_UNSEEN void cgf_poller_rests(struct cgf_caller *caller)
{
	caller->polls = caller->slept = false;
	caller->passes = 0;
	for (unsigned i = 0; i < CGF_LATEST_MAX; i++)
		caller->recent[i] = NULL;
}

CGF_UNSEEN void cgf_poller_watch(struct cgf_caller *caller, const struct cgf_function *function)
{
	bool of_plan = cgf_is_plan_caller(caller);
	if (of_plan && !repeats(caller, function)) {
		caller->polls = false;
		cgf_core.moves++;
	}
	if (caller->polls || (!of_plan && caller->kind != CGF_GOROUTINE))
		return;
	if (caller->passes_since != cgf_core.moves) {
		caller->passes_since = cgf_core.moves;
		caller->passes = 0;
	}
	caller->passes += caller->slept;
	caller->slept = false;
	if (caller->passes < POLLER_PASSES)
		return;
	caller->polls = true;
	if (!of_plan)
		remember(caller->goroutine);
}

CGF_UNSEEN void cgf_goroutine_slept(int64_t goroutine)
{
	struct cgf_caller *caller = cgf_core.callers;
	cgf_lock(&cgf_core.lock);
	for (unsigned i = 0; i < CGF_PLAN_CALLERS + cgf_core.extra_count; i++, caller++) {
		if (caller->goroutine == goroutine)
			caller->slept = true;
	}
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN void cgf_settling(unsigned poller_passes)
{
	cgf_lock(&cgf_core.lock);
	for (unsigned i = 0; i < CGF_PLAN_CALLERS + cgf_core.extra_count; i++) {
		cgf_core.callers[i].tired = false;
		cgf_core.callers[i].passes_left = poller_passes;
	}
	cgf_unlock(&cgf_core.lock);
}

/* The poller with a pass left that comes first: of those that are held, or of those that are not. */
CGF_UNSEEN static int find_poller(bool held)
{
	int best = -1;
	cgf_lock(&cgf_core.lock);
	for (int i = 0; i < CGF_PLAN_CALLERS + (int)cgf_core.extra_count; i++) {
		const struct cgf_caller *caller = &cgf_core.callers[i];
		if (caller->polls && caller->passes_left && (caller->state == CGF_HELD) == held &&
		    (best < 0 || caller->goroutine < cgf_core.callers[best].goroutine))
			best = i;
	}
	cgf_unlock(&cgf_core.lock);
	return best;
}

CGF_UNSEEN int cgf_next_poller(void)
{
	return find_poller(true);
}

CGF_UNSEEN bool cgf_pollers_due(void)
{
	return find_poller(false) >= 0;
}

CGF_UNSEEN void cgf_pollers_release(void)
{
	for (unsigned i = CGF_PLAN_CALLERS; i < CGF_PLAN_CALLERS + cgf_core.extra_count; i++) {
		struct cgf_caller *caller = &cgf_core.callers[i];
		if (cgf_load(&caller->state) != CGF_HELD)
			continue;
		cgf_store(&caller->state, CGF_ABSENT);
		cgf_store(&caller->turn, 1);
		cgf_futex_wake(&caller->turn);
		/* Its record is the next run's: it must have gone from here before. */
		while (cgf_load(&caller->turn))
			cgf_wait();
	}
}
