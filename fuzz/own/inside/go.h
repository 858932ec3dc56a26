/*
 * go.h: what the library asks of Go. The function behind it is written in Go, and part of each package that
 * the boundary stands in front of: fuzz/own/boundary/half.go.
 */
#ifndef CGF_OWN_GO_H
#define CGF_OWN_GO_H

#include <stdint.h>

enum cgf_own_go_work {
	CGF_OWN_GO_COLLECT, /* a full collection; finalizers and cleanups that it found are queued when this
	                       returns */
	CGF_OWN_GO_YIELD, /* lets other goroutines run, and says how many finalizers and cleanups are left; in
	                     `written` how many were ever queued */
	CGF_OWN_GO_STACKS, /* the stacks of all goroutines, as a panic prints them */
	CGF_OWN_GO_HAS,    /* whether the address `out` is in Go's heap, told in `written` */
	CGF_OWN_GO_HOP,    /* starts the goroutine that keeps the P; `out` is a struct cgf_own_go_hop */
};

/* half.go has the same struct. */
struct cgf_own_go_call {
	long work;
	char *out;
	long out_bytes;
	long written;
	long finalizers, cleanups; /* queued, and not yet run to their end */
};

/* Who waits for what in a hop: see hop.c. The first two are of the runtime's type note, all 0 at first. */
struct cgf_own_go_hop {
	uintptr_t runs;  /* the goroutine does */
	uintptr_t go_on; /* Go is free for it */
	uint32_t waits;  /* the thread of the call does, or is about to */
	uint32_t turn;   /* its turn has come */
};

#endif
