/*
 * call.c: a call begins, calls back, and ends.
 *
 * A caller that arrives at a call while another one is active is held until the controller lets it in, in the
 * order of caller and goroutine numbers: the kernel's order decides nothing.
 */
#include "arrival.h"
#include "births.h"
#include "call_turn.h"
#include "copy.h"
#include "descriptors.h"
#include "faults.h"
#include "forks.h"
#include "go_stacks.h"
#include "hop.h"
#include "lent.h"
#include "objects.h"
#include "op_calls.h"
#include "pollers.h"
#include "signal_handlers.h"
#include "trace.h"
#include "turn.h"
#include "unwound.h"

#include <errno.h>

/* Chooses the plan's caller for which a goroutine of the program makes this call: one that waits in Go, and
 * has a fault left for the function; the one whose op began first. A worker goroutine suffers the faults of
 * its clients so. */
CGF_UNSEEN static struct cgf_caller *client_of(const struct cgf_caller *extra,
                                               const struct cgf_function *function)
{
	struct cgf_caller *best = NULL;
	if (extra->kind != CGF_GOROUTINE)
		return NULL;
	for (unsigned i = 0; i < CGF_CALLER_LIBRARY; i++) {
		struct cgf_caller *caller = &cgf_core.callers[i];
		if (caller->state != CGF_RUNNING || caller->in_call || !caller->working ||
		    !cgf_fault_unspent(caller, function))
			continue;
		if (!best || caller->work_started < best->work_started)
			best = caller;
	}
	return best;
}

enum { CALLS_MAX = 1000000, POLLER_CALL = 1 << 30 };

/* Every run ends: one in which a caller calls for ever too. */
_Noreturn CGF_UNSEEN static void endless(const struct cgf_function *function)
{
	cgf_unlock(&cgf_core.lock);
	cgf_found("progress/spinning", function->name, "", 0);
}

/* Names the call. The lock is held. */
CGF_UNSEEN static void enter(struct cgf_call *call, struct cgf_caller *caller)
{
	caller->in_call = cgf_thread_in_call = true;
	caller->has_pass = caller->gives_way = false;
	caller->suffered = 0;
	if (!cgf_is_plan_caller(caller)) {
		cgf_store(&caller->state, CGF_RUNNING);
		if (caller->hop_pending)
			cgf_thread_check(caller);
		caller->thread = cgf_thread_number();
		caller->acts_for = client_of(caller, call->function);
		cgf_core.finalizers_in_c += caller->kind != CGF_GOROUTINE;
	}
	if (!cgf_is_plan_caller(caller) && !caller->extra_number)
		caller->extra_number = ++cgf_core.extras_named;
	call->caller = caller;
	call->run = cgf_core.runs;
	/* How often a poller has passed must not show in the numbers of others. */
	call->id = caller->polls ? POLLER_CALL | ++cgf_core.poller_calls : ++cgf_core.calls;
	if (!caller->polls)
		cgf_clock_tick();
	caller->call_id = call->id;
	caller->function = call->function;
	cgf_call_note(caller);
	cgf_caller_owner(caller)->last_function = call->function;
	cgf_trace_event(caller, "calls", call->function->name, call->id);
	cgf_op_call_begins(caller, call->function, call->id);
	cgf_lent_call_begins(caller, call->function);
}

/* Does this call have to wait until it is let in? The lock is held. */
CGF_UNSEEN static bool is_to_wait(struct cgf_caller *caller)
{
	return !cgf_call_may_begin(caller) || (caller->polls && !caller->open_count && !caller->has_pass) ||
	       cgf_call_waits_for_others(caller);
}

/* Lets the call begin when its turn has come. The run may end before that, and its callers' records are the
 * next one's then: such a call passes, and belongs to none. The lock is held. */
CGF_UNSEEN static void begin_in_turn(struct cgf_call *call, struct cgf_caller *caller, uint32_t run,
                                     uintptr_t entry)
{
	if (run != cgf_core.runs)
		return;
	if (cgf_core.calls == CALLS_MAX)
		endless(call->function);
	if (!caller->open_count)
		cgf_poller_watch(caller, call->function);
	if (is_to_wait(caller)) {
		cgf_caller_stop(caller, CGF_HELD);
		cgf_lock(&cgf_core.lock);
	}
	if (run != cgf_core.runs)
		return;
	if (caller->open_count)
		cgf_calls_left(caller, entry);
	enter(call, caller);
}

CGF_UNSEEN void cgf_call_begin(struct cgf_call *call, const struct cgf_function *function)
{
	uint32_t run = cgf_load(&cgf_core.runs);
	call->function = function;
	call->caller = NULL;
	call->errno_at_begin = errno;
	if (!cgf_core.running)
		return;
	cgf_copy_ends_here(function);
	struct cgf_caller *caller = cgf_caller_here();
	if (!caller || caller->in_call) {
		errno = call->errno_at_begin;
		return;
	}
	uintptr_t entry = caller->open_count ? cgf_c_entry() : 0;
	cgf_lock(&cgf_core.lock);
	begin_in_turn(call, caller, run, entry);
	cgf_unlock(&cgf_core.lock);
	if (call->caller) {
		cgf_descriptors_note(caller, NULL);
		cgf_go_stack_at_call(call->id, caller->goroutine);
	}
	errno = call->errno_at_begin;
}

/* What the call does to errno: 0 where it leaves it as it was, which is the thread's own affair. */
CGF_UNSEEN static int errno_set(struct cgf_call *call, int error)
{
	const struct cgf_site *left = NULL;
	if (error)
		return error;
	left = cgf_fault_reached(call, CGF_SITE_LEAVE, NULL);
	return left ? left->error : 0;
}

/* error: an errno; code: of a library that has codes of its own. 0: none. */
CGF_UNSEEN static void end(struct cgf_call *call, int error, int code)
{
	cgf_copy_ends_here(call->function);
	cgf_caller_rejoins(cgf_caller_in(call));
	struct cgf_caller *caller = cgf_caller_in(call);
	if (!caller) {
		errno = error ? error : call->errno_at_begin;
		return;
	}
	cgf_descriptors_note(caller, call->function);
	cgf_forks_check(caller);
	cgf_signal_handlers_check(call);
	int set = errno_set(call, error);
	bool hop = cgf_fault_reached(call, CGF_SITE_HOP, NULL) && !caller->in_callback;
	cgf_lock(&cgf_core.lock);
	cgf_op_call_ends(call->id, error, code, set);
	cgf_objects_call_ended(call->id);
	cgf_trace_event(caller, "returns", call->function->name, code ? code : set);
	cgf_call_note_time(caller, error);
	caller->in_call = cgf_thread_in_call = false;
	caller->was_in_go = true;
	caller->call_id = 0;
	cgf_call_note(caller);
	if (!cgf_is_plan_caller(caller)) {
		caller->acts_for = NULL;
		cgf_core.finalizers_in_c -= caller->kind != CGF_GOROUTINE;
		if (!hop)
			cgf_store(&caller->state, CGF_ABSENT);
	}
	cgf_unlock(&cgf_core.lock);
	if (hop)
		cgf_caller_hop(caller, call->function);
	errno = set ? set : call->errno_at_begin;
}

CGF_UNSEEN void cgf_call_end(struct cgf_call *call, int error)
{
	end(call, error, 0);
}

CGF_UNSEEN void cgf_call_end_code(struct cgf_call *call, int code)
{
	end(call, 0, code);
}

CGF_UNSEEN void cgf_no_recovery(struct cgf_call *call)
{
	if (!cgf_caller_in(call))
		return;
	cgf_lock(&cgf_core.lock);
	cgf_op_call_is_no_recovery(call->id);
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN void cgf_callback_enter(struct cgf_call *call)
{
	cgf_copy_ends_here(call->function);
	cgf_caller_rejoins(cgf_caller_in(call));
	struct cgf_caller *caller = cgf_caller_in(call);
	if (!caller)
		return;
	uintptr_t entry = cgf_c_entry();
	cgf_descriptors_note(caller, call->function);
	cgf_lock(&cgf_core.lock);
	caller->in_call = cgf_thread_in_call = false;
	caller->in_callback = caller->was_in_go = true;
	cgf_callback_opens(caller, call, entry);
	cgf_call_note(caller);
	cgf_trace_event(caller, "calls back", NULL, call->id);
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN void cgf_callback_leave(struct cgf_call *call)
{
	cgf_copy_ends_here(call->function);
	struct cgf_caller *caller = cgf_caller_in(call);
	if (!caller)
		return;
	cgf_descriptors_note(caller, NULL);
	cgf_lock(&cgf_core.lock);
	if (cgf_caller_in(call) && !cgf_call_may_begin(caller)) {
		cgf_caller_stop(caller, CGF_HELD);
		cgf_lock(&cgf_core.lock);
	}
	if (cgf_caller_in(call)) {
		caller->in_call = cgf_thread_in_call = true;
		cgf_callback_closes(caller, call->id);
		caller->call_id = call->id;
		caller->function = call->function;
		cgf_call_note(caller);
		cgf_trace_event(caller, "is called back", NULL, call->id);
	}
	cgf_unlock(&cgf_core.lock);
}
