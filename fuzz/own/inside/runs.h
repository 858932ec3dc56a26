/*
 * runs.h: several runs of a test in one process, each with faults of its own.
 *
 * The test program repeats the test, and calls cgf_own_next_run before each time: fuzz/own/between.c.
 */
#ifndef CGF_OWN_RUNS_H
#define CGF_OWN_RUNS_H

#include <stdint.h>

/* A process that holds more memory than this makes no further run: without collections, and with what C
 * never frees, it grows. */
#define CGF_OWN_RUNS_BYTES_MAX (UINT64_C(3) << 29)

/*
 * Before Go starts, once. The file: 8 bytes that are zero, in which the number of the run under way is told
 * from 1 on, and then a line for each run with its faults. NULL, or what is wrong.
 */
const char *cgf_own_runs_open(const char *path);

/* The test that calls has the same struct. */
struct cgf_own_turn {
	uint64_t collects; /* told: a run has ended, and Go is to collect what it has left, and to come again
	                    */
	uint64_t left;     /* finalizers and cleanups that have not ended by then */
};

/*
 * Called by Go between two runs, as C is. What the last run has left is collected, so that its finalizers do
 * not call C in the next one: by Go itself, which takes less than a collection from here, and where some are
 * left then, by one from here, which waits for them. Then calls are counted as at the beginning of the first
 * run, which what ran before it, the initialization of packages say, has its part in; and the next run's
 * faults are due. What cannot be done ends the process: one line, exit code 3. Without cgf_own_runs_open it
 * does nothing.
 */
void cgf_own_next_run(struct cgf_own_turn *turn);

#endif
