/*
 * library_thread.c: the library's own thread, which carries out actions.
 */
#include "library_thread.h"
#include "arrival.h"
#include "order.h"
#include "steps.h"

#include <pthread.h>

/* The library's own thread: runs actions. */
CGF_UNSEEN static void *library_thread(void *unused)
{
	struct cgf_caller *caller = &cgf_core.callers[CGF_CALLER_LIBRARY];
	(void)unused;
	/* Go gives a foreign thread a goroutine at its first callback and never takes it back: let that be
	 * now, and not in the middle of a run. */
	struct cgf_goroutine own = {0};
	cgf_core.go_side->identify(&own);
	caller->goroutine = own.number;
	cgf_caller_arrives(caller);
	for (;;) {
		cgf_lock(&cgf_core.lock);
		caller->working = false;
		caller->thread = cgf_thread_number();
		cgf_order_before(CGF_CALLER_LIBRARY);
		cgf_step_ends(caller, CGF_IDLE, !caller->was_in_go);
		cgf_order_after(CGF_CALLERS_MAX);
		cgf_core.library->actions[caller->work.op].run();
		cgf_leaks_unhide();
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
