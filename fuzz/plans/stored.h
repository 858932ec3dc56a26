/*
 * stored.h: plans as files, in text or as an engine's bytes.
 */
#ifndef CGF_STORED_H
#define CGF_STORED_H

#include "plan_lines.h"
#include "target.h"

/* What the options say about a stored plan; NULL: what its header says. */
struct cgf_wish {
	const char *class_name, *variant, *build, *op;
};

/* Chooses the target for a stored plan, text or raw bytes. 0, or an exit code after one line. */
int cgf_target_for_file(struct cgf_target *out, const struct cgf_programs *programs, const char *file,
                        const struct cgf_wish *wish);
/*
 * Reads the plan in `file`, text or an engine's bytes, as lines. 0, or an exit code after one line on stderr.
 */
int cgf_plan_lines_load(struct cgf_plan_lines *out, const struct cgf_programs *programs,
                        const struct cgf_target *target, const char *file);

#endif
