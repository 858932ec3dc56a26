/*
 * keep.h: findings as files in the user's package, which plain go test replays.
 */
#ifndef CGF_OWN_KEEP_H
#define CGF_OWN_KEEP_H

#include "session.h"

/* Writes FOLDER/testdata/cgofault/NAME.plan for each confirmed finding that no plan there has, and
 * FOLDER/cgofault_test.go; tells what it wrote. 0, or an exit code after one line. */
int cgf_own_keep(const struct cgf_own_session *session);
/* Does a plan that is kept in its package have the same verdict, in the state known? */
bool cgf_own_keep_knows(const struct cgf_own_session *session, const struct cgf_own_finding *finding);

#endif
