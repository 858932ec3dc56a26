/*
 * stored.h: plans as files, in text or as an engine's bytes.
 */
#ifndef CGF_STORED_H
#define CGF_STORED_H

#include "plan_lines.h"
#include "target.h"

/* A plan's file, which can be read as often as is wanted. */
struct cgf_stored {
	const char *name; /* as the user wrote it */
	char path[CGF_PATH_BYTES_MAX];
	int fd; /* of a copy without a name, or -1 */
};

/*
 * What the user names as a plan. "-" is stdin; what is no regular file can be read only once, and is copied,
 * and must not be empty. 0, or an exit code after one line.
 */
int cgf_stored_open(struct cgf_stored *out, const char *name);
void cgf_stored_close(struct cgf_stored *stored);

/* What the options say about a stored plan; NULL: what its header says. */
struct cgf_wish {
	const char *class_name, *variant, *build, *op;
};

/* Chooses the target for a stored plan, text or raw bytes. 0, or an exit code after one line. */
int cgf_target_for_file(struct cgf_target *out, const struct cgf_programs *programs,
                        const struct cgf_stored *stored, const struct cgf_wish *wish);
/*
 * Reads the plan in `file`, text or an engine's bytes, as lines. 0, or an exit code after one line on stderr.
 */
int cgf_plan_lines_load(struct cgf_plan_lines *out, const struct cgf_programs *programs,
                        const struct cgf_target *target, const char *file);

#endif
