/*
 * keep.h: findings as files in the user's package, which plain go test replays.
 */
#ifndef CGF_OWN_KEEP_H
#define CGF_OWN_KEEP_H

#include "plan.h"
#include "session.h"

/* Writes FOLDER/testdata/cgofault/NAME.plan for each confirmed finding that no plan there has, and
 * FOLDER/cgofault_test.go; tells what it wrote. 0, or an exit code after one line. */
int cgf_own_keep(const struct cgf_own_session *session);
/* Does a plan that is kept in its package have the same verdict, in the state known? */
bool cgf_own_keep_knows(const struct cgf_own_session *session, const struct cgf_own_finding *finding);
/* The plan of the finding, without a comment. */
void cgf_own_keep_make(struct cgf_own_plan *out, const struct cgf_own_session *session,
                       const struct cgf_own_finding *finding);
/* What the finding means, as the plan's comment: its Go line, what happens, the fix, the rule. */
void cgf_own_keep_comment(struct cgf_own_plan *plan, const struct cgf_own_finding *finding);
/* Where the package's plans are; the folder is made. `out` has CGF_PATH_BYTES_MAX bytes. 0, or an exit code
 * after one line. */
int cgf_own_keep_folder(char *out, const struct cgf_own_package *package);
/* Writes the plan to the folder under the first name that is free, unless it is there, in whichever state:
 * then it is not new. `path` has CGF_PATH_BYTES_MAX bytes. 0, or an exit code after one line. */
int cgf_own_keep_plan(char *path, bool *is_new, const char *folder, const struct cgf_own_plan *plan);

#endif
