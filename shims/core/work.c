/*
 * work.c: a caller ends an op and waits for the next one.
 */
#include "arrival.h"
#include "copy.h"
#include "descriptors.h"
#include "forks.h"
#include "judge.h"
#include "pollers.h"
#include "steps.h"
#include "trace.h"
#include "turn.h"
#include "unwound.h"

CGF_UNSEEN static void work_ended(struct cgf_caller *caller, const struct cgf_op_result *result)
{
	cgf_lock(&cgf_core.lock);
	cgf_calls_left(caller, UINTPTR_MAX);
	cgf_poller_rests(caller);
	cgf_core.moves++;
	cgf_trace_event(caller, "returns from op", cgf_core.words->ops[caller->work.op], result->error);
	cgf_core.stats->calls[caller->work.op]++;
	cgf_unlock(&cgf_core.lock);
	cgf_judge_result(caller, result);
	caller->working = false;
}

CGF_UNSEEN struct cgf_work cgf_caller_next(unsigned number, int64_t goroutine,
                                           const struct cgf_op_result *result, bool go_at_rest)
{
	struct cgf_caller *caller = &cgf_core.callers[number];
	cgf_copy_ends_here(NULL);
	cgf_descriptors_note(caller, NULL);
	cgf_forks_check(caller);
	cgf_caller_arrives(caller);
	cgf_lock(&cgf_core.lock);
	if (caller->working)
		cgf_thread_check(caller);
	if (caller->working && caller != cgf_core.active) {
		cgf_caller_stop(caller, CGF_HELD);
		cgf_lock(&cgf_core.lock);
	}
	caller->number = number;
	caller->goroutine = goroutine;
	caller->thread = cgf_thread_number();
	cgf_unlock(&cgf_core.lock);
	if (caller->working)
		work_ended(caller, result);
	cgf_lock(&cgf_core.lock);
	cgf_step_ends(caller, CGF_IDLE, go_at_rest);
	return caller->work;
}
