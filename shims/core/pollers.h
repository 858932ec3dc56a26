/* pollers.h: goroutines of the program that call C, sleep, and call again, for ever. */
#ifndef CGF_POLLERS_H
#define CGF_POLLERS_H

#include "callers.h"

/* Was this goroutine a poller in an earlier run? */
bool cgf_poller_known(int64_t goroutine);
/* An extra begins a call: is it a poller by now? The lock is held. */
void cgf_poller_watch(struct cgf_caller *caller);

/* At the end of a run: whoever is held goes on, as callers do outside of runs. */
void cgf_pollers_release(void);

#endif
