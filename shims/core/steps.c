/*
 * steps.c: carries out a plan's steps, and passes the run from one caller to the next.
 *
 * A caller whose step ends lets the next one go on by itself when nothing else moves. That is one switch of
 * threads instead of two, and none where a caller follows itself: what a step costs is switches. In all other
 * cases, and for a collection, it wakes the controller, which is Go code and can look at everything.
 */
#include "steps.h"
#include "answers.h"
#include "faults.h"
#include "op_calls.h"
#include "pollers.h"
#include "trace.h"
#include "turn.h"

CGF_UNSEEN static void start_work(struct cgf_caller *caller, const struct cgf_step *step)
{
	caller->working = true;
	cgf_poller_rests(caller);
	caller->was_in_go = caller->number < CGF_CALLER_LIBRARY;
	caller->work.op = step->word;
	caller->work.argument = step->argument;
	caller->work_started = ++cgf_core.works;
	caller->first_answer = cgf_answer_count();
	caller->calls_before = cgf_core.calls;
	caller->work_step = (unsigned)(step - cgf_core.plan->steps);
	caller->last_function = NULL;
	cgf_op_calls_reset(caller);
	cgf_faults_arm(caller, step);
}

/* Who goes on when the plan says `resume` of this caller: itself, or a goroutine that waits inside C on its
 * behalf. */
CGF_UNSEEN static struct cgf_caller *parked_for(struct cgf_caller *caller)
{
	if (caller->state == CGF_PARKED)
		return caller;
	struct cgf_caller *first = NULL;
	for (unsigned i = CGF_PLAN_CALLERS; i < CGF_PLAN_CALLERS + cgf_core.extra_count; i++) {
		struct cgf_caller *extra = &cgf_core.callers[i];
		if (extra->state == CGF_PARKED && extra->acts_for == caller &&
		    (!first || cgf_caller_rank(extra) < cgf_caller_rank(first)))
			first = extra;
	}
	return first;
}

/* Who goes on by this step; NULL where it has nothing to do: a busy caller is not called, an idle one not
 * resumed. The lock is held. */
CGF_UNSEEN static struct cgf_caller *carry_out(const struct cgf_step *step)
{
	struct cgf_caller *caller = &cgf_core.callers[step->caller];
	cgf_core.steps++;
	cgf_core.calls_at_step = cgf_core.calls;
	cgf_core.moves++;
	cgf_core.stats->steps_total++;
	cgf_clock_tick();
	if (step->kind == CGF_STEP_RESUME) {
		caller = parked_for(caller);
		cgf_trace_event(caller, caller ? "is resumed" : "nobody to resume", NULL, step->caller);
	} else if (caller->state != CGF_IDLE) {
		caller = NULL;
		cgf_trace_event(caller, "busy", NULL, step->caller);
	} else {
		bool call = step->kind == CGF_STEP_CALL;
		cgf_trace_event(caller, call ? "starts op" : "fires",
		                call ? cgf_core.words->ops[step->word] : cgf_core.words->actions[step->word],
		                step->argument);
		start_work(caller, step);
	}
	return caller;
}

/* The caller of the next step may wait until some time has passed, and a call that is held in C gives it that
 * time. The lock is held. */
CGF_UNSEEN static bool needs_time(const struct cgf_step *step)
{
	const struct cgf_caller *caller = &cgf_core.callers[step->caller];
	return step->kind != CGF_STEP_RESUME && caller->state == CGF_RUNNING && !caller->in_call &&
	       cgf_core.time_given <= cgf_core.plan_at && cgf_call_parked();
}

/* What the plan needs before its next caller can go on. The lock is held. */
CGF_UNSEEN static enum cgf_plan_needs needs(void)
{
	const struct cgf_step *step = &cgf_core.plan->steps[cgf_core.plan_at];
	if (cgf_core.plan_at == cgf_core.plan->step_count)
		return CGF_PLAN_ENDED;
	if (step->kind == CGF_STEP_GC)
		return CGF_PLAN_NEEDS_COLLECTION;
	return needs_time(step) ? CGF_PLAN_NEEDS_TIME : CGF_PLAN_NEEDS_REST;
}

/* Carries out steps up to one that lets a caller go on, which is returned; NULL: the plan needs something
 * else. The lock is held. */
CGF_UNSEEN static struct cgf_caller *next_by_plan(void)
{
	struct cgf_caller *caller = NULL;
	while (!caller && needs() == CGF_PLAN_NEEDS_REST)
		caller = carry_out(&cgf_core.plan->steps[cgf_core.plan_at++]);
	return caller;
}

/* ---- the callers' side ---- */

/* Is this the plan's caller whose turn it is, and every other one idle or parked? The lock is held. */
CGF_UNSEEN static bool alone(const struct cgf_caller *caller)
{
	if (!cgf_core.running || cgf_core.gc_step || caller != cgf_core.active ||
	    caller->number >= CGF_PLAN_CALLERS)
		return false;
	for (unsigned i = 0; i < CGF_PLAN_CALLERS + cgf_core.extra_count; i++) {
		const struct cgf_caller *other = &cgf_core.callers[i];
		if (other != caller && other->state != CGF_IDLE && other->state != CGF_PARKED &&
		    (i < CGF_PLAN_CALLERS || other->state != CGF_ABSENT))
			return false;
	}
	return true;
}

CGF_UNSEEN bool cgf_step_leaves_go_at_rest(struct cgf_caller *caller)
{
	cgf_lock(&cgf_core.lock);
	bool may_pass_on = alone(caller);
	cgf_unlock(&cgf_core.lock);
	/* Nobody who might make a thread moves until the step has ended: to ask once is enough. */
	if (!may_pass_on || cgf_threads_may_be_new())
		return false;
	/* Nothing but this caller has moved since all was at rest, and it has only been in C. */
	if (!caller->was_in_go)
		return true;
	return caller->number < CGF_CALLER_LIBRARY && cgf_core.go_side->at_rest(caller->number);
}

CGF_UNSEEN void cgf_step_ends(struct cgf_caller *caller, enum cgf_caller_state state, bool go_at_rest)
{
	struct cgf_caller *next = NULL;
	bool pass_on = go_at_rest && alone(caller);
	cgf_store(&caller->state, state);
	caller->was_in_go = false;
	if (pass_on)
		next = next_by_plan();
	if (!next) {
		cgf_caller_stop(caller, state);
		return;
	}
	cgf_caller_let_go_on(next);
	cgf_unlock(&cgf_core.lock);
	if (next != caller)
		cgf_futex_wake(&next->turn);
	cgf_caller_await_turn(caller);
}

/* ---- the controller's side ---- */

/* Waits until a caller has stopped without passing on, or nothing has happened for a while: then it is time
 * to look at the scheduler. The lock is held on entry and free on return. */
CGF_UNSEEN static void let_go_on_and_wait(struct cgf_caller *caller)
{
	uint32_t seen = cgf_load(&cgf_core.event), happened;
	if (caller->polls) {
		caller->has_pass = true;
		caller->passes_left--;
	}
	cgf_caller_let_go_on(caller);
	cgf_unlock(&cgf_core.lock);
	cgf_futex_wake(&caller->turn);
	do {
		happened = cgf_load(&cgf_core.happened);
		cgf_futex_wait(&cgf_core.event, seen, CGF_POLL_US);
	} while (cgf_load(&cgf_core.event) == seen && cgf_load(&cgf_core.happened) != happened);
}

CGF_UNSEEN enum cgf_plan_needs cgf_plan_go_on(void)
{
	cgf_lock(&cgf_core.lock);
	struct cgf_caller *caller = next_by_plan();
	if (caller) {
		let_go_on_and_wait(caller);
		return CGF_PLAN_NEEDS_REST;
	}
	enum cgf_plan_needs needed = needs();
	if (needed == CGF_PLAN_NEEDS_COLLECTION)
		cgf_core.plan_at++;
	else if (needed == CGF_PLAN_NEEDS_TIME)
		cgf_core.time_given = cgf_core.plan_at + 1;
	cgf_unlock(&cgf_core.lock);
	return needed;
}

CGF_UNSEEN void cgf_admit(unsigned number)
{
	cgf_lock(&cgf_core.lock);
	let_go_on_and_wait(&cgf_core.callers[number]);
}
