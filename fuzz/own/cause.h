/*
 * cause.h: what a collection gave up, where a finding does not say it: did a finalizer call C?
 */
#ifndef CGF_OWN_CAUSE_H
#define CGF_OWN_CAUSE_H

#include "session.h"

/*
 * Of a finding whose first fault is a collection, and which is not of the contract, compares what calls C
 * next with a run without faults. Another call is a finalizer's or a cleanup's: it is in `verdict.by` and
 * `by_line`. None: `gives_up_go`, and what is dead is Go's own. Two runs. 0, -EINTR, or an exit code after
 * one line.
 */
int cgf_own_cause_find(struct cgf_own_finding *finding, struct cgf_own_session *session);

#endif
