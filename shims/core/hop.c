/*
 * hop.c: a goroutine comes back from a C call on another thread.
 */
#include "hop.h"
#include "arrival.h"
#include "cgf_run.h"
#include "turn.h"

CGF_UNSEEN void cgf_caller_hop(struct cgf_caller *caller, const struct cgf_function *function)
{
	bool unlocked = cgf_core.go_side->unlock_thread(function->name);
	cgf_lock(&cgf_core.lock);
	if (!unlocked) {
		cgf_hop_is_refused(caller);
		if (!cgf_is_plan_caller(caller))
			cgf_store(&caller->state, CGF_ABSENT);
		cgf_unlock(&cgf_core.lock);
		return;
	}
	caller->hop_pending = true;
	caller->hop_blocked = false;
	cgf_store(&caller->hop_gave_way, 0);
	caller->hop_happened = cgf_core.happened;
	cgf_store(&caller->hop_begun, caller->hop_begun + 1);
	cgf_caller_leaves_thread();
	cgf_caller_stop(caller, CGF_HOPPING);
}

CGF_UNSEEN struct cgf_hop cgf_hop_of(unsigned number)
{
	struct cgf_caller *caller = &cgf_core.callers[number];
	return (struct cgf_hop){.turn = &caller->turn,
	                        .stops = &cgf_core.event,
	                        .under_way = &cgf_core.hop_under_way,
	                        .gave_way = &caller->hop_gave_way,
	                        .goroutine = caller->goroutine,
	                        .thread = caller->thread,
	                        .of_plan = cgf_is_plan_caller(caller)};
}

CGF_UNSEEN void cgf_hop_release(unsigned caller)
{
	cgf_lock(&cgf_core.lock);
	cgf_core.active = &cgf_core.callers[caller];
	cgf_store(&cgf_core.active->state, cgf_is_plan_caller(cgf_core.active) ? CGF_RUNNING : CGF_ABSENT);
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
