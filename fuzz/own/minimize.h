/*
 * minimize.h: the smallest plan of a package with the same verdict.
 */
#ifndef CGF_OWN_MINIMIZE_H
#define CGF_OWN_MINIMIZE_H

#include "plan_session.h"

/*
 * Takes away each fault, and of tests that run at once each test, that the verdict does not need. What is
 * left is confirmed in fresh processes; its verdict is in `out` and in the plan, and where something went,
 * the comment is made anew. 0, -EINTR, or an exit code after one line.
 */
int cgf_own_plan_minimize(struct cgf_own_verdict *out, struct cgf_own_plan_session *of);
/* `cgofault minimize`: builds the test of the plan `text` and writes the smaller plan to the file, or where
 * that is NULL or cannot be written, to stdout. The exit code. */
int cgf_own_minimize(const char *name, const char *text, const char *output);

#endif
