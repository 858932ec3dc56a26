/*
 * tasks.h: whether the threads of this process move, as /proc/self/task tells.
 */
#ifndef CGF_OWN_TASKS_H
#define CGF_OWN_TASKS_H

#include <stdbool.h>

enum { CGF_OWN_THREADS_MAX = 256 };

struct cgf_own_threads_look {
	bool all_sleep; /* whatever they have done since the look before */
	unsigned count;
	struct {
		int id;
		unsigned long switches; /* how often it was given a processor, or left it */
	} threads[CGF_OWN_THREADS_MAX];
};

/*
 * Looks once more. True: each thread but the calling one slept in this look, and has not run since the one
 * before, which `look` holds and which is replaced. Threads of Go's runtime that have nothing to do, and its
 * monitor, count for nothing: what goroutines do is known from their stacks. A look that has never been made
 * is all zeros.
 */
bool cgf_own_threads_rest(struct cgf_own_threads_look *look);

#endif
