/*
 * reduce.h: of faults that are loud together, as few as are needed.
 */
#ifndef CGF_OWN_REDUCE_H
#define CGF_OWN_REDUCE_H

#include "session.h"

/* Takes faults away for as long as the verdict of a first run with all of them stays, and keeps their order.
 * `count` is 0 when that run was silent. 0, -EINTR, or an exit code after one line. */
int cgf_own_reduce(struct cgf_own_verdict *verdict, struct cgf_own_fault *faults, size_t *count,
                   struct cgf_own_session *session, size_t test);

#endif
