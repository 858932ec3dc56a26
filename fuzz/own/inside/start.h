/*
 * start.h: what a run is asked for, by its environment.
 */
#ifndef CGF_OWN_START_H
#define CGF_OWN_START_H

/*
 * Before Go starts, once. CGOFAULT_OWN_FAULT: faults, see faults.h; or CGOFAULT_OWN_RUNS: the file for
 * runs.h. CGOFAULT_OWN_TRACE: the file for trace.h; with CGOFAULT_OWN_CALLS=none calls are not told there.
 * The variables are taken away, so that neither the tests nor what they start sees them. What cannot be done
 * ends the process: one line, exit code 3.
 */
void cgf_own_start(void);

#endif
