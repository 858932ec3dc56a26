/*
 * op_calls.c: the calls that an op has made, in order.
 *
 * A call of a goroutine that the program started counts for each op that waits in Go meanwhile: it may be
 * made on behalf of any of them. It is an op's own where that op has started the goroutine, no other one is
 * under way, and no other goroutine calls for it: of several, one may do what another one has failed to do.
 */
#include "op_calls.h"

static struct cgf_op_calls ops[CGF_CALLER_LIBRARY];

CGF_UNSEEN const struct cgf_op_calls *cgf_op_calls_of(const struct cgf_caller *caller)
{
	return &ops[caller->number];
}

CGF_UNSEEN void cgf_op_calls_reset(const struct cgf_caller *caller)
{
	if (caller->number >= CGF_CALLER_LIBRARY)
		return;
	ops[caller->number].count = 0;
	ops[caller->number].too_many = false;
	ops[caller->number].goroutine = 0;
}

/* The pairs of an op and a function that were marked last: nearly all calls are of one of these. */
enum { MARKED_MAX = 256 };
static struct {
	const struct cgf_function *function;
	unsigned op;
} marked[MARKED_MAX];

/* The op has reached this function's sites. */
CGF_UNSEEN static void mark_reached(unsigned op, const struct cgf_function *function)
{
	unsigned place = ((unsigned)((uintptr_t)function / sizeof(void *)) + op * 31U) % MARKED_MAX;
	if (cgf_core.second_run || (marked[place].function == function && marked[place].op == op))
		return;
	marked[place].function = function;
	marked[place].op = op;
	for (size_t site = 0; site < cgf_core.words->site_count; site++) {
		if (cgf_core.sites[site].function == function)
			cgf_core.stats->reached.sites[op][site] = 1;
	}
}

CGF_UNSEEN static unsigned ops_under_way(void)
{
	unsigned count = 0;
	for (unsigned i = 0; i < CGF_CALLER_LIBRARY; i++)
		count += cgf_core.callers[i].working;
	return count;
}

/* Does this caller make its calls for the op alone, and no other goroutine does? */
CGF_UNSEEN static bool is_own(struct cgf_op_calls *op, const struct cgf_caller *caller)
{
	if (cgf_is_plan_caller(caller))
		return true;
	if (cgf_core.callers[op - ops].work_started != caller->started_for || ops_under_way() != 1)
		return false;
	if (!op->goroutine)
		op->goroutine = caller->number;
	if (op->goroutine != caller->number) {
		op->goroutine = CGF_CALLERS_MAX;
		for (unsigned i = 0; i < op->count; i++)
			op->calls[i].own = op->calls[i].own && !op->calls[i].by_goroutine;
	}
	return op->goroutine == caller->number;
}

CGF_UNSEEN static void add(struct cgf_op_calls *op, const struct cgf_caller *caller,
                           const struct cgf_function *function, uint32_t id)
{
	mark_reached(cgf_core.callers[op - ops].work.op, function);
	if (op->count == CGF_OP_CALLS_MAX) {
		op->too_many = true;
		return;
	}
	struct cgf_op_call *call = &op->calls[op->count++];
	cgf_clear(call, sizeof *call);
	call->function = function;
	call->id = id;
	call->own = is_own(op, caller);
	call->by_goroutine = !cgf_is_plan_caller(caller);
}

CGF_UNSEEN void cgf_op_call_begins(const struct cgf_caller *caller, const struct cgf_function *function,
                                   uint32_t id)
{
	if (caller->number < CGF_CALLER_LIBRARY)
		add(&ops[caller->number], caller, function, id);
	if (caller->number < CGF_PLAN_CALLERS || caller->kind != CGF_GOROUTINE || caller->polls)
		return;
	for (unsigned i = 0; i < CGF_CALLER_LIBRARY; i++) {
		const struct cgf_caller *waiting = &cgf_core.callers[i];
		if (waiting->working && waiting->state == CGF_RUNNING && !waiting->in_call)
			add(&ops[i], caller, function, id);
	}
}

/* From the end: the call that is asked for is the last one, or one around it. */
CGF_UNSEEN static struct cgf_op_call *find(struct cgf_op_calls *op, uint32_t id)
{
	for (unsigned i = op->count; i-- > 0;) {
		if (op->calls[i].id == id)
			return &op->calls[i];
		if (op->calls[i].id < id)
			break;
	}
	return NULL;
}

CGF_UNSEEN void cgf_op_call_ends(uint32_t id, int failed, int code, int left)
{
	for (unsigned i = 0; i < CGF_CALLER_LIBRARY; i++) {
		struct cgf_op_call *call = find(&ops[i], id);
		if (!call)
			continue;
		call->ended = true;
		call->failed = failed ? failed : code;
		call->by_code = code != 0;
		call->left = failed ? 0 : left;
	}
}

CGF_UNSEEN void cgf_op_call_suffers(uint32_t id, unsigned fault)
{
	for (unsigned i = 0; i < CGF_CALLER_LIBRARY; i++) {
		struct cgf_op_call *call = find(&ops[i], id);
		if (call && call->own)
			call->faults |= (uint8_t)(1U << fault);
	}
}

CGF_UNSEEN void cgf_op_call_is_no_recovery(uint32_t id)
{
	for (unsigned i = 0; i < CGF_CALLER_LIBRARY; i++) {
		struct cgf_op_call *call = find(&ops[i], id);
		if (call)
			call->no_recovery = true;
	}
}
