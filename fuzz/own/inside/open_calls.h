/*
 * open_calls.h: the calls that are open, each thread's own, innermost last.
 */
#ifndef CGF_OWN_OPEN_CALLS_H
#define CGF_OWN_OPEN_CALLS_H

#include "site.h"

#include <stdbool.h>
#include <stdint.h>

enum { CGF_OWN_DEPTH_MAX = 64, CGF_OWN_ARGUMENT_BYTES_MAX = 128 };

struct cgf_own_call {
	const struct cgf_own_site *site;
	unsigned long nth;           /* call of its function, in this process */
	uintptr_t go_pc;             /* where in Go it is called, as in the program's file; 0: unknown */
	void *frame;                 /* of the generated function */
	unsigned long monitor_looks; /* at entry: see monitor.h */
	/* Their beginning, as they were at entry: the stack that Go has filled moves when C calls Go. */
	_Alignas(uintptr_t) unsigned char arguments[CGF_OWN_ARGUMENT_BYTES_MAX];
	unsigned argument_bytes;
};

struct cgf_own_thread {
	unsigned depth;
	struct cgf_own_call open[CGF_OWN_DEPTH_MAX];
};

/* The calling thread's; lives as long as that. */
struct cgf_own_thread *cgf_own_this_thread(void);
/*
 * Opens a call of the calling thread, and forgets what was open in a frame below its own, or in its place:
 * the thread's stack grows downwards, and a panic or a longjmp has gone past that. Never NULL; where more are
 * open than there is room for, nobody finds the call again.
 */
struct cgf_own_call *cgf_own_open(const struct cgf_own_site *site, const void *arguments, void *frame);
/* The frame of the one that was opened last and is not closed, or NULL. */
const void *cgf_own_deepest(void);
/* The open call with this frame, or NULL. */
struct cgf_own_call *cgf_own_opened(void *frame);
/* Closes it, and what is open within it. */
void cgf_own_close(struct cgf_own_call *call);
/* The next whole word of the call's arguments, and the number of its argument, from 1. `argument` and `from`
 * begin with 0. false: there are no more. */
bool cgf_own_next_word(uintptr_t *word, unsigned *argument, unsigned *from, const struct cgf_own_call *call);
/* The innermost open call of Go into C of the calling thread, or NULL. */
const struct cgf_own_call *cgf_own_innermost(void);

#endif
