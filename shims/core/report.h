/* report.h: how a process that has found something dies; cgf_run.h has the rest. */
#ifndef CGF_REPORT_H
#define CGF_REPORT_H

#include "cgf_run.h"

/* An engine runs this process, which carries out one plan after the other. */
bool cgf_has_engine(void);
/* Is the process about to end, for something that was found? */
bool cgf_is_dying(void);

/* From now on an exit in the middle of a run is a finding: crash/exit-STATUS at the function that is under
 * way. */
void cgf_report_exits(void);

#endif
