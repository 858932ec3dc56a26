/*
 * target.h: which program is to run what.
 */
#ifndef CGF_TARGET_H
#define CGF_TARGET_H

#include "programs.h"

struct cgf_target {
	char set[CGF_NAME_BYTES_MAX], class_name[CGF_NAME_BYTES_MAX], variant[CGF_NAME_BYTES_MAX];
	char build[CGF_NAME_BYTES_MAX];
	char op[CGF_NAME_BYTES_MAX]; /* the only op that plans may call; empty: any */
};

/*
 * Chooses set and variant: a variant that exists, or the first whose name begins with what is asked for
 * ("buggy", "fixed"). NULL or empty: variant "buggy"; build: the first that was built. 0, or an exit code
 * after one line.
 */
int cgf_target_choose(struct cgf_target *out, const struct cgf_programs *programs, const char *class_name,
                      const char *variant, const char *build);

#endif
