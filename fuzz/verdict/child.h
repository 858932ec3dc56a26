/*
 * child.h: runs another program to its end, within a time, and keeps what it writes.
 */
#ifndef CGF_CHILD_H
#define CGF_CHILD_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "capture.h"

enum { CGF_CHILD_STDOUT = 1, CGF_CHILD_STDERR = 2 };

struct cgf_child_request {
	const char *path; /* searched on PATH when it has no slash */
	char *const *argv;
	char *const *environment; /* NULL: this process's own */
	const char *directory;    /* where it runs; NULL: where this process does */
	unsigned captured;        /* of CGF_CHILD_STDOUT and CGF_CHILD_STDERR; the rest is inherited */
	int stdout_to;            /* when not 0: the descriptor that its stdout goes to */
	int stdin_from;           /* when not 0: the descriptor that its stdin is */
	bool silent;              /* what is not captured is thrown away, and stdin is empty */
	/* Everything that it starts ends with the child, or with this process, however that ends. Its stdin
	 * is empty, unless it is given one. */
	bool own_group;
	int64_t timeout_ms;                /* by the clock */
	const volatile sig_atomic_t *stop; /* when not NULL and not 0, the child is ended */
	/* When not NULL: called every `tick_ms`; false ends the child. */
	bool (*tick)(void *data);
	void *tick_data;
	int tick_ms;
};

/*
 * Runs the child to its end, and ends it with this process. Nothing captured: `capture` may be NULL. Returns
 * 0 when it ended by itself, -ETIMEDOUT, -EINTR (stop, tick), all with `wait_status` set, or another negative
 * errno when it could not be started. Threads may each run a child at the same time.
 */
int cgf_child_run(int *wait_status, struct cgf_capture *capture, const struct cgf_child_request *request);

/* Milliseconds of a clock that only goes forward. */
int64_t cgf_now_ms(void);

#endif
