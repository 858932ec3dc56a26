/*
 * confirm.h: a verdict of one run is a claim; fresh processes make it a finding.
 */
#ifndef CGF_OWN_CONFIRM_H
#define CGF_OWN_CONFIRM_H

#include "session.h"

enum { CGF_OWN_CONFIRMATIONS = 5 };

/*
 * Takes a verdict of a run of the test with these faults; `line` is the Go line of the call that suffered the
 * first one. The same rule, function and Go line as a finding's is that finding once more. Otherwise it is
 * confirmed if CGF_OWN_CONFIRMATIONS runs with the faults give it again, and as many without are silent and
 * call C as before; the latter are made once for each test. What does not confirm twice is not tried again.
 * 0, -EINTR, or an exit code after one line.
 */
int cgf_own_claim(struct cgf_own_session *session, size_t test, const struct cgf_own_fault *faults,
                  size_t fault_count, const struct cgf_own_verdict *verdict, const char *line);
/* The finding's Go line: the report's own, or that of the call it is about, or `line`, of the call that
 * suffered the fault. */
void cgf_own_find_line(struct cgf_own_finding *out, struct cgf_own_session *session, const char *line);

#endif
