/*
 * callers.c: who makes calls, and the hand-over between them: one caller runs at a time.
 *
 * A caller of the plan is bound to its thread and found by a thread-local pointer. Whoever arrives on another
 * thread asks the Go side which goroutine it is. A caller that arrives at a call while another one is active
 * is held until the controller lets it in, in the order of caller and goroutine numbers: the kernel's order
 * decides nothing.
 */
#include "internal.h"

#include <errno.h>
#include <pthread.h>

struct cgf_core cgf_core;

static __thread struct cgf_caller *caller_here;

CGF_UNSEEN static long thread_number(void)
{
	return cgf_raw_syscall(SYS_gettid, 0, 0, 0, 0);
}

CGF_UNSEEN struct cgf_caller *cgf_caller_owner(struct cgf_caller *caller)
{
	return caller->acts_for ? caller->acts_for : caller;
}

CGF_UNSEEN void cgf_caller_stop(struct cgf_caller *caller, enum cgf_caller_state state)
{
	cgf_store(&caller->state, state);
	/* Whoever has seen the state has seen the event: cgf_hop_wait would take it for a later one. The wake
	 * comes after the lock is free, or the one woken would have to wait for it. */
	__atomic_fetch_add(&cgf_core.event, 1, __ATOMIC_ACQ_REL);
	cgf_unlock(&cgf_core.lock);
	cgf_futex_wake(&cgf_core.event);
	cgf_caller_await_turn(caller);
}

CGF_UNSEEN void cgf_caller_await_turn(struct cgf_caller *caller)
{
	while (!cgf_load(&caller->turn))
		cgf_futex_wait(&caller->turn, 0, 0);
	cgf_store(&caller->turn, 0);
}

CGF_UNSEEN void cgf_caller_let_go_on(struct cgf_caller *caller)
{
	cgf_core.active = caller;
	cgf_store(&caller->state, CGF_RUNNING);
	cgf_store(&caller->turn, 1);
}

CGF_UNSEEN void cgf_wait(void)
{
	cgf_futex_wait(&cgf_core.event, cgf_load(&cgf_core.event), CGF_POLL_US);
}

CGF_UNSEEN void cgf_wait_for_sleepers(void)
{
	cgf_clock_release();
	cgf_wait();
	cgf_clock_hold();
}

/* ---- who is this ---- */

CGF_UNSEEN static bool is_plan_caller(const struct cgf_caller *caller)
{
	return caller->number < CGF_PLAN_CALLERS;
}

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

/* Judges on which thread the caller's goroutine is: on a new one after a hop, and on the old one where none
 * was asked for or the program forbade it. The lock is held. */
CGF_UNSEEN static void thread_check(struct cgf_caller *caller)
{
	long thread = thread_number();
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
		cgf_trace_event(caller, "hop refused", NULL, 0);
		cgf_core.stats->hops_refused++;
	} else if (caller->hop_pending) {
		caller->hops++;
		cgf_trace_event(caller, "hopped", NULL, caller->hops);
	}
	caller->hop_pending = caller->hop_was_refused = false;
	caller->thread = thread;
}

CGF_UNSEEN bool cgf_hop_pending_for(int64_t goroutine)
{
	bool pending = false;
	cgf_lock(&cgf_core.lock);
	for (unsigned i = 0; i < CGF_CALLER_LIBRARY; i++) {
		if (cgf_core.callers[i].goroutine == goroutine)
			pending = cgf_core.callers[i].hop_pending;
	}
	cgf_unlock(&cgf_core.lock);
	return pending;
}

/* The caller of an unknown thread: asks the Go side. */
CGF_UNSEEN static struct cgf_caller *identify(void)
{
	int kind = CGF_GOROUTINE;
	bool finalizers_left = false;
	int64_t goroutine = cgf_core.go_side->identify(&kind, &finalizers_left);
	struct cgf_caller *caller = NULL;
	cgf_lock(&cgf_core.lock);
	for (unsigned i = 0; i < CGF_CALLER_LIBRARY; i++) {
		if (cgf_core.callers[i].goroutine == goroutine)
			caller = &cgf_core.callers[i];
	}
	if (caller) {
		caller_here = caller;
		thread_check(caller);
	} else {
		caller = extra_of(goroutine, kind);
		if (caller)
			caller->passes_in_gc =
			        kind == CGF_FINALIZER || (kind == CGF_CLEANUP && !finalizers_left);
	}
	cgf_unlock(&cgf_core.lock);
	return caller;
}

CGF_UNSEEN struct cgf_caller *cgf_caller_here(void)
{
	if (caller_here)
		return caller_here;
	return cgf_core.go_side ? identify() : NULL;
}

CGF_UNSEEN void cgf_caller_name(const struct cgf_caller *caller, char *out)
{
	static const char *const kinds[] = {"x", "finalizer", "cleanup"};
	unsigned extra = caller->extra_number;
	if (is_plan_caller(caller)) {
		*out++ = "ABCDL"[caller->number];
		*out = 0;
		return;
	}
	for (const char *at = kinds[caller->kind]; *at; at++)
		*out++ = *at;
	if (caller->kind == CGF_GOROUTINE) {
		if (extra >= 10)
			*out++ = (char)('0' + extra / 10);
		*out++ = (char)('0' + extra % 10);
	}
	*out = 0;
}

/* ---- beginning and ending a call ---- */

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

/* May this caller begin a call now, without being let in by the controller? The lock is held. */
CGF_UNSEEN static bool may_begin(const struct cgf_caller *caller)
{
	if (caller == cgf_core.active)
		return true;
	return cgf_core.gc_step && caller->passes_in_gc && !cgf_core.finalizers_in_c;
}

CGF_UNSEEN void cgf_call_begin(struct cgf_call *call, const struct cgf_function *function)
{
	call->function = function;
	call->caller = NULL;
	call->errno_at_begin = errno;
	if (!cgf_core.running)
		return;
	struct cgf_caller *caller = cgf_caller_here();
	if (!caller || caller->in_call) {
		errno = call->errno_at_begin;
		return;
	}
	cgf_lock(&cgf_core.lock);
	if (!may_begin(caller)) {
		cgf_caller_stop(caller, CGF_HELD);
		cgf_lock(&cgf_core.lock);
	}
	caller->in_call = true;
	if (!is_plan_caller(caller)) {
		cgf_store(&caller->state, CGF_RUNNING);
		caller->acts_for = client_of(caller, function);
		cgf_core.finalizers_in_c += caller->kind != CGF_GOROUTINE;
	}
	if (!is_plan_caller(caller) && !caller->extra_number)
		caller->extra_number = ++cgf_core.extras_named;
	call->caller = caller;
	call->id = caller->call_id = ++cgf_core.calls;
	cgf_caller_owner(caller)->last_function = function;
	cgf_trace_event(caller, "calls", function->name, call->id);
	cgf_unlock(&cgf_core.lock);
	errno = call->errno_at_begin;
}

/* What the call does to errno: 0 where it leaves it as it was, which is the thread's own affair. */
CGF_UNSEEN static int errno_set(struct cgf_call *call, int error)
{
	const struct cgf_site *left = NULL;
	if (error)
		return error;
	left = cgf_fault_reached(call, CGF_SITE_LEAVE, NULL);
	if (!left)
		return 0;
	cgf_caller_owner(call->caller)->left_function = call->function;
	return left->error;
}

CGF_UNSEEN void cgf_call_end(struct cgf_call *call, int error)
{
	struct cgf_caller *caller = call->caller;
	if (!caller) {
		errno = error ? error : call->errno_at_begin;
		return;
	}
	int set = errno_set(call, error);
	bool hop = cgf_fault_reached(call, CGF_SITE_HOP, NULL) && caller->number < CGF_CALLER_LIBRARY &&
	           !caller->in_callback;
	cgf_lock(&cgf_core.lock);
	struct cgf_caller *owner = cgf_caller_owner(caller);
	if (error && owner == caller && !owner->failed) {
		owner->failed = error;
		owner->failed_function = call->function;
	}
	cgf_ledger_call_ended(call);
	cgf_trace_event(caller, "returns", call->function->name, set);
	caller->in_call = false;
	caller->was_in_go = true;
	caller->call_id = 0;
	if (!is_plan_caller(caller)) {
		caller->acts_for = NULL;
		cgf_core.finalizers_in_c -= caller->kind != CGF_GOROUTINE;
		cgf_store(&caller->state, CGF_ABSENT);
	}
	cgf_unlock(&cgf_core.lock);
	if (hop)
		cgf_caller_hop(caller);
	errno = set ? set : call->errno_at_begin;
}

CGF_UNSEEN void cgf_callback_enter(struct cgf_call *call)
{
	if (!call->caller)
		return;
	cgf_lock(&cgf_core.lock);
	call->caller->in_call = false;
	call->caller->in_callback = call->caller->was_in_go = true;
	cgf_trace_event(call->caller, "calls back", NULL, call->id);
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN void cgf_callback_leave(struct cgf_call *call)
{
	struct cgf_caller *caller = call->caller;
	if (!caller)
		return;
	cgf_lock(&cgf_core.lock);
	if (!may_begin(caller)) {
		cgf_caller_stop(caller, CGF_HELD);
		cgf_lock(&cgf_core.lock);
	}
	caller->in_call = true;
	caller->in_callback = false;
	caller->call_id = call->id;
	cgf_trace_event(caller, "is called back", NULL, call->id);
	cgf_unlock(&cgf_core.lock);
}

/* ---- hops ---- */

CGF_UNSEEN void cgf_caller_hop(struct cgf_caller *caller)
{
	cgf_core.go_side->unlock_thread();
	cgf_lock(&cgf_core.lock);
	caller->hop_pending = true;
	caller->hop_blocked = false;
	cgf_store(&caller->hop_gave_way, 0);
	caller->hop_happened = cgf_core.happened;
	cgf_store(&caller->hop_begun, caller->hop_begun + 1);
	caller_here = NULL;
	cgf_caller_stop(caller, CGF_HOPPING);
}

CGF_UNSEEN struct cgf_hop cgf_hop_of(unsigned number)
{
	struct cgf_caller *caller = &cgf_core.callers[number];
	return (struct cgf_hop){.turn = &caller->turn,
	                        .stops = &cgf_core.event,
	                        .under_way = &cgf_core.hop_under_way,
	                        .gave_way = &caller->hop_gave_way,
	                        .goroutine = caller->goroutine};
}

CGF_UNSEEN void cgf_hop_release(unsigned caller)
{
	cgf_lock(&cgf_core.lock);
	cgf_core.active = &cgf_core.callers[caller];
	cgf_store(&cgf_core.active->state, CGF_RUNNING);
	cgf_unlock(&cgf_core.lock);
}

/* A limit far above what a hop takes; when it passes, the runner looks again. */
enum { HOP_WAIT_US = 20000 };

CGF_UNSEEN void cgf_hop_wait(unsigned number)
{
	const struct cgf_caller *caller = &cgf_core.callers[number];
	uint32_t seen = cgf_load(&cgf_core.event), hop = cgf_load(&caller->hop_begun);
	do
		cgf_futex_wait(&cgf_core.event, seen, HOP_WAIT_US);
	while (cgf_load(&cgf_core.hop_under_way) ||
	       (cgf_load(&cgf_core.event) == seen && cgf_load(&caller->state) == CGF_HOPPING &&
	        cgf_load(&caller->hop_begun) == hop));
}

CGF_UNSEEN void cgf_hop_refused(unsigned caller)
{
	cgf_lock(&cgf_core.lock);
	cgf_core.callers[caller].hop_was_refused = true;
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN int64_t cgf_call_goroutine(uint32_t call_id)
{
	for (unsigned i = 0; i < CGF_CALLERS_MAX; i++) {
		if (cgf_core.callers[i].call_id == call_id)
			return cgf_core.callers[i].goroutine;
	}
	return 0;
}

/* ---- the library's mutexes ---- */

CGF_UNSEEN void cgf_mutex_lock(struct cgf_call *call, pthread_mutex_t *mutex)
{
	struct cgf_caller *caller = call->caller;
	if (!caller) {
		pthread_mutex_lock(mutex);
		return;
	}
	while (pthread_mutex_trylock(mutex)) {
		cgf_lock(&cgf_core.lock);
		caller->waits_for = mutex;
		cgf_trace_event(caller, "waits for a mutex", NULL, 0);
		cgf_caller_stop(caller, CGF_WAITS_LOCK);
	}
}

CGF_UNSEEN void cgf_mutex_unlock(struct cgf_call *call, pthread_mutex_t *mutex)
{
	pthread_mutex_unlock(mutex);
	if (!call->caller)
		return;
	cgf_lock(&cgf_core.lock);
	for (unsigned i = 0; i < CGF_CALLERS_MAX; i++) {
		struct cgf_caller *waiter = &cgf_core.callers[i];
		if (waiter->state == CGF_WAITS_LOCK && waiter->waits_for == mutex) {
			waiter->waits_for = NULL;
			cgf_store(&waiter->state, CGF_HELD);
		}
	}
	cgf_unlock(&cgf_core.lock);
}

/* ---- work ---- */

CGF_UNSEEN static void judge_result(struct cgf_caller *caller, const struct cgf_op_result *result)
{
	const char *op = cgf_core.words->ops[caller->work.op];
	char more[80];
	if (result->error != caller->failed && (caller->failed || result->error > 0)) {
		const struct cgf_function *at = caller->failed          ? caller->failed_function
		                                : caller->left_function ? caller->left_function
		                                                        : caller->last_function;
		cgf_want_got(more, caller->failed, result->error);
		cgf_found(caller->failed ? "errno/lost" : "errno/false", at ? at->name : op, more, 0);
	}
	if (result->question_bytes && cgf_answer_contradicts(caller->first_answer, result))
		cgf_found("result/mixed-up", caller->last_function ? caller->last_function->name : op, "", 0);
}

CGF_UNSEEN static void work_ended(struct cgf_caller *caller, const struct cgf_op_result *result)
{
	cgf_lock(&cgf_core.lock);
	cgf_trace_event(caller, "returns from op", cgf_core.words->ops[caller->work.op], result->error);
	cgf_core.stats->calls[caller->work.op]++;
	cgf_unlock(&cgf_core.lock);
	judge_result(caller, result);
	caller->working = false;
}

CGF_UNSEEN struct cgf_work cgf_caller_next(unsigned number, int64_t goroutine,
                                           const struct cgf_op_result *result, bool go_at_rest)
{
	struct cgf_caller *caller = &cgf_core.callers[number];
	caller_here = caller;
	cgf_lock(&cgf_core.lock);
	if (caller->working)
		thread_check(caller);
	if (caller->working && caller != cgf_core.active) {
		cgf_caller_stop(caller, CGF_HELD);
		cgf_lock(&cgf_core.lock);
	}
	caller->number = number;
	caller->goroutine = goroutine;
	caller->thread = thread_number();
	cgf_unlock(&cgf_core.lock);
	if (caller->working)
		work_ended(caller, result);
	cgf_lock(&cgf_core.lock);
	cgf_step_ends(caller, CGF_IDLE, go_at_rest);
	return caller->work;
}

/*
 * What the library's thread does in a run comes before what is done between this run and the next, and that
 * before what the thread does then. The callers get this order from cgo, which their calls enter and leave.
 * Nothing is ordered within a run: `before` of the one side is asked for between runs alone.
 */
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));
static char order[CGF_CALLERS_MAX + 1];

CGF_UNSEEN void cgf_order_before(unsigned number)
{
	if (__tsan_release)
		__tsan_release(&order[number]);
}

CGF_UNSEEN void cgf_order_after(unsigned number)
{
	if (__tsan_acquire)
		__tsan_acquire(&order[number]);
}

/* The library's own thread: runs actions. */
CGF_UNSEEN static void *library_thread(void *unused)
{
	struct cgf_caller *caller = &cgf_core.callers[CGF_CALLER_LIBRARY];
	(void)unused;
	/* Go gives a foreign thread a goroutine at its first callback and never takes it back: let that be
	 * now, and not in the middle of a run. */
	int kind;
	bool finalizers_left;
	caller->goroutine = cgf_core.go_side->identify(&kind, &finalizers_left);
	caller_here = caller;
	for (;;) {
		cgf_lock(&cgf_core.lock);
		caller->working = false;
		caller->thread = thread_number();
		cgf_order_before(CGF_CALLER_LIBRARY);
		cgf_step_ends(caller, CGF_IDLE, !caller->was_in_go);
		cgf_order_after(CGF_CALLERS_MAX);
		cgf_core.library->actions[caller->work.op].run();
	}
	return NULL;
}

CGF_UNSEEN void cgf_library_thread_start(void)
{
	pthread_t thread;
	cgf_core.callers[CGF_CALLER_LIBRARY].number = CGF_CALLER_LIBRARY;
	if (pthread_create(&thread, NULL, library_thread, NULL))
		cgf_harness_failed("cannot make the library's thread");
	pthread_detach(thread);
	while (cgf_load(&cgf_core.callers[CGF_CALLER_LIBRARY].state) != CGF_IDLE)
		cgf_wait();
}

/* ---- the controller ---- */

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

CGF_UNSEEN void cgf_callers_reset(void)
{
	for (unsigned i = CGF_PLAN_CALLERS; i < CGF_PLAN_CALLERS + cgf_core.extra_count; i++)
		cgf_clear(&cgf_core.callers[i], sizeof cgf_core.callers[i]);
	cgf_core.extra_count = cgf_core.extras_named = 0;
	for (unsigned i = 0; i < CGF_PLAN_CALLERS; i++) {
		cgf_core.callers[i].hops = 0;
		cgf_core.callers[i].fault_count = 0;
	}
	cgf_core.active = NULL;
	cgf_core.calls = cgf_core.works = cgf_core.steps = cgf_core.plan_at = 0;
}
