/*
 * locks.c: the library's mutexes: who waits for one is known, so that a deadlock is a fact.
 */
#include "callers.h"
#include "trace.h"
#include "turn.h"

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
