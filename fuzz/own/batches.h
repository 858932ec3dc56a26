/*
 * batches.h: trials of one test that are made in one process, one run after the other.
 */
#ifndef CGF_OWN_BATCHES_H
#define CGF_OWN_BATCHES_H

#include "trial.h"

/*
 * Runs the trial with others of its test. What is silent there counts as tried. The first that is not ends
 * the process, and is run in one of its own: only what that says is claimed. Is that one silent, something
 * has come from one run to the next: then all of this process are run alone, and the test is not run so any
 * more. What the process has not come to is left to the sweep. 0, -EINTR, or an exit code after one line.
 */
int cgf_own_batch_run(struct cgf_own_worker *worker, const struct cgf_own_trial *trial);

#endif
