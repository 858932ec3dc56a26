/*
 * units.h: tests that call t.Parallel, and so may run at once: they are one more test, whose name is theirs
 * with "|" between.
 */
#ifndef CGF_OWN_UNITS_H
#define CGF_OWN_UNITS_H

#include "session.h"

/* More would make the first of them wait for long. */
enum { CGF_OWN_UNIT_TESTS_MAX = 8, CGF_OWN_UNIT_BYTES_MAX = 448 };

/* Is it the name of several tests? */
bool cgf_own_is_unit(const char *name);
/* The first name of what is left of them, and `*rest` behind it; its length; 0: there is none. */
size_t cgf_own_unit_next(const char **name, const char **rest);
/* Did the test stop for others, as its output says? */
bool cgf_own_says_parallel(const char *text, const char *test);
/* Adds a test for each few of a package that are swept and call t.Parallel. 0, or an exit code after one
 * line. */
int cgf_own_units_add(struct cgf_own_session *session);
/* Makes one test of all that the session has, if they are those of this name. */
bool cgf_own_units_join(struct cgf_own_session *session, const char *name);

#endif
