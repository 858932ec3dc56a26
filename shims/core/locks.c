/*
 * locks.c: the library's mutexes: who waits for one is known, so that a deadlock is a fact.
 */
#include "callers.h"
#include "trace.h"
#include "turn.h"

CGF_UNSEEN void cgf_mutex_lock(struct cgf_call *call, pthread_mutex_t *mutex)
{
	cgf_caller_rejoins(cgf_caller_in(call));
	struct cgf_caller *caller = cgf_caller_in(call);
	if (!caller) {
		pthread_mutex_lock(mutex);
		return;
	}
	while (pthread_mutex_trylock(mutex)) {
		/* It may be held by the very call that the panic came out of, and would stay so. */
		if (cgf_panicking())
			return;
		cgf_lock(&cgf_core.lock);
		caller->waits_for = cgf_hide(mutex);
		cgf_trace_event(caller, "waits for a mutex", NULL, 0);
		cgf_caller_stop(caller, CGF_WAITS_LOCK);
	}
}

CGF_UNSEEN void cgf_mutex_unlock(struct cgf_call *call, pthread_mutex_t *mutex)
{
	pthread_mutex_unlock(mutex);
	if (!cgf_caller_in(call))
		return;
	cgf_lock(&cgf_core.lock);
	for (unsigned i = 0; i < CGF_CALLERS_MAX; i++) {
		struct cgf_caller *waiter = &cgf_core.callers[i];
		if (waiter->state == CGF_WAITS_LOCK && cgf_hides(waiter->waits_for, mutex)) {
			waiter->waits_for = cgf_hide(NULL);
			cgf_store(&waiter->state, CGF_HELD);
		}
	}
	cgf_unlock(&cgf_core.lock);
}
