/*
 * late.h: a call that comes back late, or begins late.
 */
#ifndef CGF_OWN_LATE_H
#define CGF_OWN_LATE_H

struct cgf_own_call;

enum {
	/* A call is not late for longer than so many looks at the others, of some 0.4 ms each where the
	 * machine is idle: a deadline that a test sets is met by then, and who wakes all the time is not
	 * waited for. */
	CGF_OWN_LATE_LOOKS_MAX = 50,
	/* Nor for longer than the process takes to work so long: who computes is not waited for either. */
	CGF_OWN_LATE_WORK_US_MAX = 10000,
	/* Nor than this, on the busiest machine; and all late calls of a process together. */
	CGF_OWN_LATE_US_MAX = 250000,
	CGF_OWN_LATE_SUM_US_MAX = 1000000,
};

/*
 * Keeps the calling thread, which is inside of `call`, until nothing else of the program can go on by itself:
 * every other goroutine is blocked, asleep or ended, and no thread moves. Calls that are late at the same
 * time are let go one after the other, each when all is at rest without it. What is told in the trace is
 * that `fault` was made, or why not: where no other goroutine is there nobody would see it.
 */
void cgf_own_be_late(const struct cgf_own_call *call, const char *fault);

/* How long calls have been late is of another run. */
void cgf_own_late_forget(void);

#endif
