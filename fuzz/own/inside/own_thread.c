/*
 * own_thread.c: see own_thread.h.
 */
#include "own_thread.h"

#include "refuse.h"

#include <signal.h>
#include <stddef.h>

int cgf_own_thread_create(pthread_t *out, void *(*work)(void *), void *argument)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = pthread_create(out, NULL, work, argument);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

void cgf_own_thread_do(void *(*work)(void *), void *argument)
{
	pthread_t thread;
	if (cgf_own_thread_create(&thread, work, argument) != 0)
		cgf_own_refuse("cannot make a thread", "that calls Go");
	pthread_join(thread, NULL);
}
