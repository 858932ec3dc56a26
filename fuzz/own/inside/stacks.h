/*
 * stacks.h: what Go's own dump of its goroutines says of those that run finalizers and cleanups.
 */
#ifndef CGF_OWN_STACKS_H
#define CGF_OWN_STACKS_H

#include <stdbool.h>

struct cgf_own_waiting {
	bool move; /* one of them runs, may run, sleeps, or is in C but for the call that is held */
	int finalizers, cleanups; /* those that are in the middle of their work, and wait in Go or are held */
};

/* `held` is the name of the C function that is held, a finalizer's perhaps: the runtime shows the goroutines
 * that run them only while they are in the program's functions. */
void cgf_own_stacks_read(struct cgf_own_waiting *waiting, const char *stacks, long bytes, const char *held);

#endif
