/* errno_verdicts.h: the verdicts about the errno that an op reports. */
#ifndef CGF_ERRNO_VERDICTS_H
#define CGF_ERRNO_VERDICTS_H

#include "op_calls.h"

/* errno/lost: the op reports this instead of the call's errno; 0: no error. */
_Noreturn void cgf_errno_lost(const struct cgf_op_call *call, int reported);
/* The op reports an errno that no call failed with. That is its own affair, unless a call that succeeded left
 * it: then this does not return. errno/false. */
void cgf_errno_judge_false(const struct cgf_op_calls *op, int reported);

#endif
