/*
 * trials.h: carries out a sweep: a run for each trial, and a claim for each that was not silent.
 */
#ifndef CGF_OWN_TRIALS_H
#define CGF_OWN_TRIALS_H

#include "session.h"

/* 0, -EINTR, or an exit code after one line. What was found and counted is in the session, also then. */
int cgf_own_trials_run(struct cgf_own_session *session);

#endif
