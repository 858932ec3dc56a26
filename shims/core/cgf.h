/*
 * cgf.h: what a shim calls. A shim is C code that stands in for, or wraps, a C library of a cgo program.
 *
 *	static const struct cgf_function read_function = {"toy_read", (const char *const[]){"late.entry",
 *"errno=EIO", NULL}};
 *
 *	int toy_read(struct toy *toy)
 *	{
 *		struct cgf_call call;
 *		cgf_call_begin(&call, &read_function);
 *		cgf_point(&call, "entry");
 *		int error = cgf_fault_errno(&call);
 *		...
 *		cgf_call_end(&call, error);
 *		return error ? -1 : 0;
 *	}
 *
 * What every function here keeps:
 *  - errno is on return what it was, except after cgf_call_end, which sets what the call leaves behind;
 *  - no happens-before edge that ThreadSanitizer can see is made;
 *  - outside a run, and in a call of the library into itself, nothing happens: call->caller is NULL;
 *  - a wrong use by the shim's author ends the process with one line; a wrong use by the program is a
 *finding. All are called on the thread that makes the call.
 */
#ifndef CGF_H
#define CGF_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One function of the library and what a plan may do to its calls. */
struct cgf_function {
	const char *name; /* the C symbol, as it stands in reports */
	/* Ended by NULL. "late.POINT": the caller may be parked at POINT. "hop": the goroutine comes back on
	 * another OS thread. "errno=NAME": the call may fail so. "leave=NAME": it may succeed and leave errno
	 * so (errno(3) allows it). "WORD=low", "=below", "=above", "=high": see cgf_fault_number. Anything
	 * else: a fault of the shim's own. */
	const char *const *sites;
};

/* What the C side does by itself when a plan says so, on the library's own thread: a late write, a callback.
 */
struct cgf_action {
	const char *name;
	void (*run)(void); /* its faults are those of the functions that it calls */
};

struct cgf_library {
	const char *name;                            /* the class */
	const struct cgf_function *const *functions; /* ended by NULL */
	const struct cgf_action *actions;            /* ended by a NULL name; or NULL */
	void (*reset)(void);      /* back to the state of a fresh process, between runs; or NULL */
	struct cgf_library *next; /* the core's */
};

/* Makes the library known; before main, by this line in the shim. */
#define CGF_LIBRARY(library)                                                                                 \
	__attribute__((constructor)) static void cgf_register_##library(void)                                \
	{                                                                                                    \
		cgf_library_add(&(library));                                                                 \
	}
void cgf_library_add(struct cgf_library *library);

struct cgf_caller;

/* One call of one function by one caller: a local variable of the shim. */
struct cgf_call {
	const struct cgf_function *function;
	struct cgf_caller *caller; /* NULL: pass straight through */
	uint32_t id;               /* counts the calls of a run from 1 */
	uint32_t run;              /* a call that outlives its run passes straight through from then on */
	int errno_at_begin;
};

/* Begins a call: may park the caller until the plan lets it in. */
void cgf_call_begin(struct cgf_call *call, const struct cgf_function *function);

/* Ends it, as the last thing before return: errno becomes `error` where the call failed, what a "leave" fault
 * says where it succeeded (error 0), and what it was at the beginning otherwise. A hop happens here.
 *
 * An op may not lose a failed call: errno/lost at the function that failed. An op that reports the errno of
 * any of its failed calls, or an error of its own without an errno, has lost none. Another one has lost the
 * last of them, but in these cases.
 *
 * It made up for it: it then made a successful call that it would not have made otherwise, since it tried
 * again or went another way. A call that closes or tells what went wrong is none (cgf_no_recovery).
 *
 * It reports the very answer that the call would have given (cgf_answer), or an error that it would have
 * reported anyway.
 *
 * The call failed only because an earlier one did, as a close after an error does: then that one is judged
 * so.
 *
 * What an op would have done otherwise is found out by running the plan once more without what made the call
 * fail. Where nothing in the plan did, any successful call after the failed one will do.
 *
 * Where no call failed, an op may report whatever error is its own. Only an errno that a call left although
 * it succeeded is none: errno/false at the function that left it. */
void cgf_call_end(struct cgf_call *call, int error);

/* The same for a library that tells of failures by what it returns, and leaves errno alone: `code` is what
 * stands for the failure, 0 where the call succeeded. An op that reports any error has not lost it.
 * error/lost, by the rules above. */
void cgf_call_end_code(struct cgf_call *call, int code);

/* A place where this caller may be parked, for as long as the plan says. */
void cgf_point(struct cgf_call *call, const char *point);

/* Does this fault happen to this call, now? */
bool cgf_fault(struct cgf_call *call, const char *fault);

/* The errno that the plan makes this call fail with, or 0. */
int cgf_fault_errno(struct cgf_call *call);

/* A count, a length, a descriptor: `real` unless the plan asks for an edge: low, real - 1 ("below"), real + 1
 * ("above"), high. Never outside [low, high]. The edges are near because a sanitizer's redzone is small. */
int64_t cgf_fault_number(struct cgf_call *call, const char *word, int64_t low, int64_t real, int64_t high);

/* Around a call of the program's own function from inside this call, on the same thread. */
void cgf_callback_enter(struct cgf_call *call);
void cgf_callback_leave(struct cgf_call *call);

/* The library's own mutex: waiting for it is visible to the controller, so that a deadlock is a fact and not
 * a timeout. pthread_mutex_lock(3) semantics; ThreadSanitizer sees the mutex as always. */
void cgf_mutex_lock(struct cgf_call *call, pthread_mutex_t *mutex);
void cgf_mutex_unlock(struct cgf_call *call, pthread_mutex_t *mutex);

/* This call makes up for no other one that failed: it closes, cleans up, or tells what went wrong. A call
 * that frees an object of the ledger does not either, and need not say so. */
void cgf_no_recovery(struct cgf_call *call);

/* A rule of the library's own is broken by the program: ends the run with contract/RULE at=FUNCTION. */
_Noreturn void cgf_violation(struct cgf_call *call, const char *rule);

#endif
