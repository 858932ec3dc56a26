/*
 * trial.h: one trial of a sweep, in a process of its own.
 */
#ifndef CGF_OWN_TRIAL_H
#define CGF_OWN_TRIAL_H

#include "session.h"
#include "sweep.h"

/* A sweep on its way. */
struct cgf_own_progress {
	struct cgf_own_session *session;
	struct cgf_own_sweep sweep;
	bool *loud_alone; /* of each group: was one of its faults alone not silent? */
	int64_t began_ms;
};

/* Runs it, counts what happened, and makes a claim of one fault that was not silent. 0 and whether it was,
 * -EINTR, or an exit code after one line. */
int cgf_own_trial_run(bool *silent, struct cgf_own_progress *progress, const struct cgf_own_trial *trial);
/* Counts a run of the trial that others have made. */
void cgf_own_trial_count(struct cgf_own_progress *progress, const struct cgf_own_trial *trial,
                         const struct cgf_own_trace *trace);

#endif
