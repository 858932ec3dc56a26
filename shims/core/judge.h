/* judge.h: what an op reported, against what C did. */
#ifndef CGF_JUDGE_H
#define CGF_JUDGE_H

#include "callers.h"

/* Does not return where the result contradicts what happened in C. The lock is free. */
void cgf_judge_result(struct cgf_caller *caller, const struct cgf_op_result *result);

#endif
