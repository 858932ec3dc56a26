/*
 * stacks.h: what Go's own dump of its goroutines says.
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

struct cgf_own_others {
	/* Goroutines that may matter to a call that is held: neither the one that made it, nor the first one
	 * of the dump, which looks, nor those that wait in package testing or in os/signal. */
	unsigned there;
	bool move; /* one of all these runs, or may run */
};

/* Of whoever else there is while a call of `held` is open. One that sleeps, waits for input, or is in C or in
 * the kernel does not move by this. */
void cgf_own_stacks_read_others(struct cgf_own_others *others, const char *stacks, long bytes,
                                const char *held);
/* Whether each goroutine that is in a call of `held` is locked to its thread. */
bool cgf_own_stacks_locked(const char *stacks, long bytes, const char *held);

#endif
