/*
 * report.h: what a session found, as text for people and as JSON for programs.
 */
#ifndef CGF_OWN_REPORT_H
#define CGF_OWN_REPORT_H

#include <stdio.h>

#include "session.h"

/* How the tests behave without faults: one line, and one for each reason why some are left out. */
void cgf_own_report_baselines(FILE *to, const struct cgf_own_session *session);
/* Findings, then what was not confirmed and what could not be tried. */
void cgf_own_report_findings(FILE *to, const struct cgf_own_session *session);
/* Functions, forms, and calls by test. */
void cgf_own_report_list(FILE *to, const struct cgf_own_session *session);
/* All of it as one object; `cgofault test --help` has the fields. 0, or an exit code after one line. */
int cgf_own_report_json(FILE *to, const struct cgf_own_session *session);

#endif
