/*
 * tests.h: the tests of the opened packages, and how they behave without a fault.
 */
#ifndef CGF_OWN_TESTS_H
#define CGF_OWN_TESTS_H

#include "session.h"

/* Asks the programs for their tests. 0, or an exit code after one line. */
int cgf_own_tests_list(struct cgf_own_session *session);
/* Runs each test CGF_OWN_BASELINES times without faults, and looks up the lines that call C. What differs,
 * fails or calls no C is left out, with the reason. 0, or an exit code after one line. */
int cgf_own_tests_baseline(struct cgf_own_session *session);
void cgf_own_tests_free(struct cgf_own_session *session);

#endif
