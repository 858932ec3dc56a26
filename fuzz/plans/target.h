/*
 * target.h: which program is to run what.
 */
#ifndef CGF_TARGET_H
#define CGF_TARGET_H

#include "programs.h"

enum { CGF_TARGET_OPS_BYTES_MAX = 1024 };

struct cgf_target {
	char set[CGF_NAME_BYTES_MAX], class_name[CGF_NAME_BYTES_MAX], variant[CGF_NAME_BYTES_MAX];
	char build[CGF_NAME_BYTES_MAX];
	char op[CGF_TARGET_OPS_BYTES_MAX]; /* the only ops that plans may call, with commas between; empty:
	                                      any */
};

/*
 * Chooses set and variant: a variant that exists, or the first whose name begins with what is asked for
 * ("buggy", "fixed"). NULL or empty: variant "buggy"; build: the first that was built. 0, or an exit code
 * after one line.
 */
int cgf_target_choose(struct cgf_target *out, const struct cgf_programs *programs, const char *class_name,
                      const char *variant, const char *build);

/* May plans of this target call the op? */
bool cgf_target_has_op(const struct cgf_target *target, const char *op);

#endif
