/*
 * many_runs.h: runs of a test one after the other in one process, each with faults of its own.
 *
 * The test of between.h stands between them, and what the last run has left is collected there. What is found
 * so is found again in a process of its own, or is not told: see batches.h.
 */
#ifndef CGF_OWN_MANY_RUNS_H
#define CGF_OWN_MANY_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "run.h"

enum {
	CGF_OWN_MANY_RUNS_MAX = 64,
	/* What all of them may write to be read as that of each: the process's output is kept up to 1 MiB. */
	CGF_OWN_MANY_OUTPUT_BYTES_MAX = 1 << 19,
};

struct cgf_own_many_request {
	/* The test, whose faults are not looked at; `timeout_ms` is for each run, and for what is before the
	 * first one and behind the last. */
	struct cgf_own_run_request run;
	size_t count; /* of runs, at most CGF_OWN_MANY_RUNS_MAX */
	/* Of run i: `faults[i]`, and how many they are. */
	const struct cgf_own_fault *faults[CGF_OWN_MANY_RUNS_MAX];
	size_t fault_counts[CGF_OWN_MANY_RUNS_MAX];
};

/* Large: not on a stack. */
struct cgf_own_many {
	/* Runs that were begun. One that failed, died or did not end is the last of them. Fewer than asked
	 * for without one: the process held too much memory. 0: it makes no runs in this way. */
	size_t begun;
	struct cgf_own_verdict verdicts[CGF_OWN_MANY_RUNS_MAX];
	struct cgf_own_trace traces[CGF_OWN_MANY_RUNS_MAX];
	size_t output_bytes;
	bool whole; /* false: it wrote too much, and no verdict is to be trusted */
	int64_t ms;
	const char *text; /* what it wrote, until the next process in its slot; each run's ends with NUL */
};

/* 0, or -EINTR when the user wants an end, or an exit code after one line. To be freed in any case. */
int cgf_own_many_run(struct cgf_own_many *out, const struct cgf_own_many_request *request);
void cgf_own_many_free(struct cgf_own_many *many);

#endif
