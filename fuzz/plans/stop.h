/*
 * stop.h: the user's wish for an end.
 */
#ifndef CGF_STOP_H
#define CGF_STOP_H

#include <signal.h>
#include <stdint.h>

/* Not 0 once the user wants an end. What runs then is ended, and results so far are kept. */
extern volatile sig_atomic_t cgf_stop;

/* When the time for what is done now is over, by cgf_now_ms; INT64_MAX while nobody has limited it. A replay
 * does not last longer. */
extern int64_t cgf_time_end_ms;

/* From now on SIGINT, SIGTERM and SIGHUP ask for it; one that comes half a second later or more ends the
 * command at once. */
void cgf_stop_catch(void);

#endif
