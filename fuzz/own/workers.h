/*
 * workers.h: makes the trials of a sweep, several at the same time where that was asked for.
 */
#ifndef CGF_OWN_WORKERS_H
#define CGF_OWN_WORKERS_H

#include "trial.h"

/* Makes trials until none is left or the time is over, in options.jobs threads, of which the caller's is one;
 * with one job it is the only one. 0, -EINTR, or an exit code after one line. */
int cgf_own_workers_run(struct cgf_own_progress *progress);

#endif
