/*
 * open_calls.h: the calls that are open, each thread's own, innermost last.
 */
#ifndef CGF_OWN_OPEN_CALLS_H
#define CGF_OWN_OPEN_CALLS_H

#include "site.h"

#include <stdint.h>

enum { CGF_OWN_DEPTH_MAX = 64 };

struct cgf_own_call {
	const struct cgf_own_site *site;
	unsigned long nth;     /* call of its function, in this process */
	uintptr_t go_pc;       /* where in Go it is called, as in the program's file; 0: unknown */
	const void *arguments; /* Go's argument block, until Go code runs again; or NULL */
	void *frame;           /* of the generated function */
};

struct cgf_own_thread {
	unsigned depth;
	struct cgf_own_call open[CGF_OWN_DEPTH_MAX];
};

/* The calling thread's; lives as long as that. */
struct cgf_own_thread *cgf_own_this_thread(void);
/* Forgets what was open in a frame below this one, or in its place: the thread's stack grows downwards, and a
 * panic or a longjmp has gone past it. */
void cgf_own_forget_unwound(void *frame);
/* The innermost open call of Go into C of the calling thread, or NULL. */
const struct cgf_own_call *cgf_own_innermost(void);

#endif
