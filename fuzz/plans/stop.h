/*
 * stop.h: the user's wish for an end.
 */
#ifndef CGF_STOP_H
#define CGF_STOP_H

#include <signal.h>

/* Not 0 once the user wants an end. What runs then is ended, and results so far are kept. */
extern volatile sig_atomic_t cgf_stop;

/* From now on SIGINT, SIGTERM and SIGHUP ask for it; a second one ends the command at once. */
void cgf_stop_catch(void);

#endif
