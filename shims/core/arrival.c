/*
 * arrival.c: who makes this call, and on which thread.
 *
 * A caller of the plan is bound to its thread and found by a thread-local pointer. Whoever arrives on another
 * thread asks the Go side which goroutine it is.
 */
#include "arrival.h"
#include "asan.h"
#include "go_stacks.h"
#include "pollers.h"
#include "report.h"
#include "trace.h"
#include "turn.h"

static __thread struct cgf_caller *caller_here;
static __thread bool asks_go; /* enters Go for the core itself */

/* The caller of a goroutine that the plan did not name; made where it is new. The lock is held. */
CGF_UNSEEN static struct cgf_caller *extra_of(int64_t goroutine, int kind)
{
	struct cgf_caller *caller = cgf_core.callers + CGF_PLAN_CALLERS;
	for (unsigned i = 0; i < cgf_core.extra_count; i++, caller++) {
		if (caller->goroutine == goroutine)
			return caller;
	}
	if (cgf_core.extra_count == CGF_EXTRAS_MAX)
		return NULL;
	caller->number = CGF_PLAN_CALLERS + cgf_core.extra_count++;
	caller->goroutine = goroutine;
	caller->kind = kind;
	caller->polls = cgf_poller_known(goroutine);
	return caller;
}

/* Has the caller, on its new thread, let another goroutine run before its next call? It was blocked in Go or
 * preempted then, and may have gone on on any thread, the old one included. Its thread number has changed all
 * the same. */
CGF_UNSEEN static bool gave_way_after_hop(const struct cgf_caller *caller)
{
	return caller->hop_blocked || cgf_load(&caller->hop_gave_way) ||
	       cgf_core.happened != caller->hop_happened;
}

CGF_UNSEEN void cgf_hop_is_refused(const struct cgf_caller *caller)
{
	cgf_trace_event(caller, "hop refused", NULL, 0);
	cgf_core.stats->hops_refused++;
}

CGF_UNSEEN void cgf_thread_check(struct cgf_caller *caller)
{
	long thread = cgf_thread_number();
	const char *failure = NULL;
	if (!caller->hop_pending || caller->hop_was_refused)
		failure = thread != caller->thread ? "a caller changed its thread, and no hop did it" : NULL;
	else if (thread == caller->thread && !gave_way_after_hop(caller))
		failure = "a hop did not happen: the caller is still on its thread";
	if (failure) {
		cgf_unlock(&cgf_core.lock);
		cgf_harness_failed(failure);
	}
	if (caller->hop_was_refused) {
		cgf_hop_is_refused(caller);
	} else if (caller->hop_pending) {
		caller->hops++;
		cgf_trace_event(caller, "hopped", NULL, caller->hops);
	}
	caller->hop_pending = caller->hop_was_refused = false;
	caller->thread = thread;
}

CGF_UNSEEN bool cgf_hop_pending_for(int64_t goroutine)
{
	const struct cgf_caller *caller = cgf_caller_of_plan(goroutine);
	cgf_lock(&cgf_core.lock);
	bool pending = caller && caller->hop_pending;
	cgf_unlock(&cgf_core.lock);
	return pending;
}

CGF_UNSEEN static struct cgf_goroutine ask_go(void)
{
	struct cgf_goroutine here = {0};
	asks_go = true;
	/* Go's code, which writes it, is checked, and this frame is not: on a thread that a panic has left in
	 * C another frame's redzone may be here still. */
	cgf_asan_unpoison(&here, sizeof here);
	cgf_core.go_side->identify(&here);
	asks_go = false;
	return here;
}

CGF_UNSEEN int64_t cgf_goroutine_here(void)
{
	return caller_here ? caller_here->goroutine : ask_go().number;
}

/* Notes for which op an extra was started: by its caller, or by another goroutine that was. The lock is held.
 */
CGF_UNSEEN static void note_starter(struct cgf_caller *extra, int64_t creator)
{
	const struct cgf_caller *starter = cgf_caller_of_plan(creator);
	if (starter && starter->working) {
		extra->started_for = starter->work_started;
		return;
	}
	for (unsigned i = 0; i < cgf_core.extra_count; i++) {
		if (cgf_core.callers[CGF_PLAN_CALLERS + i].goroutine == creator)
			extra->started_for = cgf_core.callers[CGF_PLAN_CALLERS + i].started_for;
	}
}

/* The caller of an unknown thread: asks the Go side. */
CGF_UNSEEN static struct cgf_caller *identify(void)
{
	struct cgf_goroutine here = ask_go();
	cgf_lock(&cgf_core.lock);
	struct cgf_caller *caller = cgf_caller_of_plan(here.number);
	if (caller) {
		caller_here = caller;
		cgf_thread_check(caller);
	} else {
		unsigned count = cgf_core.extra_count;
		caller = extra_of(here.number, here.kind);
		if (cgf_core.extra_count > count)
			note_starter(caller, here.creator);
		if (caller)
			caller->passes_in_gc = here.kind == CGF_FINALIZER ||
			                       (here.kind == CGF_CLEANUP && !here.finalizers_left);
	}
	cgf_unlock(&cgf_core.lock);
	return caller;
}

/* Is this a thread of Go's, inside a call that the core follows? The lock is held. */
CGF_UNSEEN static bool thread_is_followed(long thread)
{
	for (unsigned i = 0; i < CGF_PLAN_CALLERS + cgf_core.extra_count; i++) {
		if (cgf_core.callers[i].thread == thread && cgf_core.callers[i].state == CGF_RUNNING)
			return true;
	}
	return false;
}

/* Threads are let in before goroutines, in the order in which they were made. */
enum { THREAD_KEY_SHIFT = 32 };
CGF_UNSEEN static int64_t thread_key(long thread)
{
	return thread - (INT64_C(1) << THREAD_KEY_SHIFT);
}

CGF_UNSEEN void cgf_thread_enters_go(void)
{
	long thread = cgf_thread_number();
	uint32_t run = cgf_load(&cgf_core.runs);
	if (!cgf_core.running || caller_here || asks_go || cgf_is_dying() || thread == cgf_go_stacks_thread())
		return;
	cgf_lock(&cgf_core.lock);
	struct cgf_caller *caller = NULL;
	if (run == cgf_core.runs && !thread_is_followed(thread))
		caller = extra_of(thread_key(thread), CGF_THREAD);
	if (caller) {
		cgf_caller_stop(caller, CGF_HELD);
		cgf_lock(&cgf_core.lock);
	}
	if (caller && run == cgf_core.runs) {
		if (!caller->extra_number)
			caller->extra_number = ++cgf_core.extras_named;
		cgf_trace_event(caller, "enters Go", NULL, 0);
		cgf_store(&caller->state, CGF_ABSENT);
	}
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN struct cgf_caller *cgf_caller_here(void)
{
	if (caller_here)
		return caller_here;
	return cgf_core.go_side ? identify() : NULL;
}

CGF_UNSEEN void cgf_caller_arrives(struct cgf_caller *caller)
{
	caller_here = caller;
}

CGF_UNSEEN void cgf_caller_leaves_thread(void)
{
	caller_here = NULL;
}
