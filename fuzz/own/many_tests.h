/*
 * many_tests.h: which tests may run many times in one process.
 *
 * A test may where each of CGF_OWN_MANY_BASELINES runs without faults in one process has the result and the
 * calls of one in a process of its own. A line of Go whose calls differ in a later run, behind a sync.Once
 * for instance, gets its faults in processes of their own alone.
 */
#ifndef CGF_OWN_MANY_TESTS_H
#define CGF_OWN_MANY_TESTS_H

#include "session.h"

/* Decides it for a test that has been run without faults and is to be swept; `own_ms` is what the test itself
 * said that it took. 0, -EINTR, or an exit code after one line. */
int cgf_own_many_decide(struct cgf_own_session *session, size_t test, int64_t own_ms);
/* What the test said in its output that it took, in ms; 0 where it said nothing. */
int64_t cgf_own_many_own_ms(const char *text, const char *test);

#endif
