/*
 * report.h: how a rule that was broken is told.
 */
#ifndef CGF_OWN_REPORT_H
#define CGF_OWN_REPORT_H

/* Prints to stderr, the verdict's line first, and ends the process: abort() makes Go print all its stacks. */
__attribute__((format(printf, 1, 2), noreturn)) void cgf_own_report(const char *format, ...);

#endif
