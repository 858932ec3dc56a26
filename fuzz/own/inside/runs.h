/*
 * runs.h: several runs of a test in one process, each with faults of its own.
 *
 * The test program repeats the test, and calls cgf_own_next_run before each time: fuzz/own/between.c.
 */
#ifndef CGF_OWN_RUNS_H
#define CGF_OWN_RUNS_H

/* A process that holds more memory than this makes no further run: without collections, and with what C
 * never frees, it grows. */
#define CGF_OWN_RUNS_BYTES_MAX (UINT64_C(3) << 29)

/*
 * Before Go starts, once. The file: 8 bytes that are zero, in which the number of the run under way is told
 * from 1 on, and then a line for each run with its faults. NULL, or what is wrong.
 */
const char *cgf_own_runs_open(const char *path);

/*
 * Called by Go between two runs, as C is. What the last run has left is collected, so that its finalizers do
 * not call C in the next one; then calls are counted as at the beginning of the first run, which what ran
 * before it, the initialization of packages say, has its part in; and the next run's faults are due. What
 * cannot be done ends the process: one line, exit code 3. Without cgf_own_runs_open it does nothing.
 */
void cgf_own_next_run(void *nothing);

#endif
