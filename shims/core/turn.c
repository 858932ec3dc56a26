/*
 * turn.c: the hand-over between callers: one runs at a time, and each waits for its own turn.
 */
#include "turn.h"
#include "cgf_run.h"

enum { LONG_WAIT_US = 50000 };

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
	cgf_call_note(caller);
	cgf_store(&caller->state, CGF_RUNNING);
	cgf_store(&caller->turn, 1);
}

CGF_UNSEEN void cgf_caller_rejoins(struct cgf_caller *caller)
{
	if (!caller || !caller->asleep)
		return;
	cgf_lock(&cgf_core.lock);
	caller->asleep = false;
	if (caller != cgf_core.active && cgf_core.running)
		cgf_caller_stop(caller, CGF_HELD);
	else
		cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN void cgf_wait(void)
{
	cgf_futex_wait(&cgf_core.event, cgf_load(&cgf_core.event), CGF_POLL_US);
}

CGF_UNSEEN void cgf_wait_for(unsigned us)
{
	cgf_futex_wait(&cgf_core.event, cgf_load(&cgf_core.event), us);
}

CGF_UNSEEN void cgf_wait_long(void)
{
	cgf_futex_wait(&cgf_core.event, cgf_load(&cgf_core.event), LONG_WAIT_US);
}

CGF_UNSEEN void cgf_wait_for_sleepers(void)
{
	cgf_clock_release();
	cgf_wait();
	cgf_clock_hold();
}
