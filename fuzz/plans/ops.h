/*
 * ops.h: the ops of a class, as its programs list them.
 */
#ifndef CGF_LISTED_OPS_H
#define CGF_LISTED_OPS_H

#include "target.h"

enum { CGF_LISTED_OPS_MAX = 1024 };

struct cgf_listed_op {
	char set[CGF_NAME_BYTES_MAX], class_name[CGF_NAME_BYTES_MAX], name[CGF_NAME_BYTES_MAX];
	bool buggy, fixed, control;
	char about[256];
};

struct cgf_listed_ops {
	size_t count;
	struct cgf_listed_op ops[CGF_LISTED_OPS_MAX];
};

/*
 * What a set's replay program prints for an argument that asks for a list, one line an entry with tabs
 * between its fields: a static buffer, the caller's to cut up, that the next call overwrites. NULL after one
 * line on stderr.
 */
char *cgf_program_list(const struct cgf_programs *programs, const char *set, const char *argument);

/* Asks every set's replay program. 0, or an exit code after one line. */
int cgf_ops_list(struct cgf_listed_ops *out, const struct cgf_programs *programs);

/* The target's plans may call these ops alone; all must be ops of its class and variant. 0, or an exit code
 * after one line. */
int cgf_target_choose_ops(struct cgf_target *target, const struct cgf_programs *programs,
                          const char *const *names, size_t count);

#endif
