/*
 * trial.h: one trial of a sweep, in a process of its own.
 */
#ifndef CGF_OWN_TRIAL_H
#define CGF_OWN_TRIAL_H

#include "many_runs.h"
#include "session.h"
#include "sweep.h"

/* A sweep on its way. */
struct cgf_own_progress {
	struct cgf_own_session *session;
	struct cgf_own_sweep sweep;
	bool *loud_alone; /* of each group: was one of its faults alone not silent? */
	int64_t began_ms;
	size_t busy; /* workers that have a trial */
	int code;    /* the first of theirs that was not 0: then they end */
};

/* Makes one trial after the other, beside others that do. Large: not on a stack. */
struct cgf_own_worker {
	struct cgf_own_progress *progress;
	struct cgf_own_slot *slot;
	struct cgf_own_many many; /* the process of several runs that it made last */
};

/* Runs it, counts what happened, and makes a claim of one fault that was not silent. What is not silent
 * beside runs of others is run again alone, as claims are confirmed: only what that says counts, since tests
 * may share something. 0 and whether it was silent, -EINTR, or an exit code after one line. */
int cgf_own_trial_run(bool *silent, struct cgf_own_worker *worker, const struct cgf_own_trial *trial);
/* Counts a run of the trial that others have made. */
void cgf_own_trial_count(struct cgf_own_progress *progress, const struct cgf_own_trial *trial,
                         const struct cgf_own_trace *trace);

#endif
