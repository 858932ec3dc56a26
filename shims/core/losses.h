/* losses.h: failed calls that an op may have lost. cgf.h says what counts as lost. */
#ifndef CGF_LOSSES_H
#define CGF_LOSSES_H

#include "callers.h"

/* The op has returned. Does not return where it has certainly lost a failed call, or reports an errno that a
 * call left although it succeeded; notes the op where only a second run can tell. The lock is free. */
void cgf_losses_judge(const struct cgf_caller *caller, const struct cgf_op_result *result);

void cgf_losses_reset(void);

/* Is anything left to be decided? */
bool cgf_losses_open(void);

/* The plan of the next second run, NULL when nothing is left to be decided. Does not return where a failed
 * call was lost. Between runs. */
const struct cgf_plan *cgf_losses_next(void);

/* An op has returned in a second run. */
void cgf_losses_compare(const struct cgf_caller *caller, const struct cgf_op_result *result);

#endif
