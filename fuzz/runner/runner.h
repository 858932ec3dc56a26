/*
 * runner.h: the whole seam between the Go runner and the C programs around it (engine drivers, replay).
 *
 * All functions are called from one thread that is not a caller, after the Go runtime has started.
 */
#ifndef CGF_RUNNER_H
#define CGF_RUNNER_H

#include "cgf_control.h"

/* Chooses class, variant ("buggy", "fixed") and, unless it is NULL, the only op that plans may call; starts
 * the callers' threads. Once per process. 0, or -ENOENT when there is no such thing, with one line in `why`.
 */
int cgf_runner_start(const char *class_name, const char *variant, const char *op, char *why, size_t why_size);

/* The words of the chosen class; valid until the process ends. NULL before cgf_runner_start. */
const struct cgf_vocabulary *cgf_runner_words(void);

/* Runs one plan and returns when it has ended and everything it left behind has been drained. A finding does
 * not return: it is reported on stderr and the process aborts. */
void cgf_runner_run(const struct cgf_plan *plan);

/* The same for the bytes of an engine, which are kept in the statistics file first: any death leaves its
 * input. */
void cgf_runner_execute(const uint8_t *bytes, size_t size);

/* Which faults' functions each op has called so far, in this process and in those before it that wrote to the
 * same statistics file. Never NULL after cgf_runner_start. */
const struct cgf_reached *cgf_runner_reached(void);

/* In a handler of a signal that ends the process: prints the Go frames of the call under way on this thread,
 * unless a finding has printed its own. */
void cgf_runner_report_death(void);

/* Should this process end before the next run, so that a fresh one takes over? */
bool cgf_runner_worn(void);

#endif
