/* report.h: how a process that has found something dies; cgf_run.h has the rest. */
#ifndef CGF_REPORT_H
#define CGF_REPORT_H

#include "cgf_run.h"

/* An engine runs this process, which carries out one plan after the other. */
bool cgf_has_engine(void);

#endif
