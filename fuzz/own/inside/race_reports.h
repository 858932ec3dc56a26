/*
 * race_reports.h: which reports of ThreadSanitizer are none.
 */
#ifndef CGF_OWN_RACE_REPORTS_H
#define CGF_OWN_RACE_REPORTS_H

/* Before the program's own threads start. Who calls it has the functions linked for which ThreadSanitizer
 * looks: its library has some of the same names, which would do for the linker. */
void cgf_own_race_reports_judge(void);

#endif
