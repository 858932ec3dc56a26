/* pollers.h: goroutines that call C, sleep, and call again, for ever. */
#ifndef CGF_POLLERS_H
#define CGF_POLLERS_H

#include "callers.h"

/* Was this goroutine a poller in an earlier run? */
bool cgf_poller_known(int64_t goroutine);
/* A caller begins a call: is it a poller by now? The lock is held, here and below. */
void cgf_poller_watch(struct cgf_caller *caller, const struct cgf_function *function);
/* A caller of the plan begins an op, or ends one. */
void cgf_poller_rests(struct cgf_caller *caller);

/* At the end of a run: whoever is held goes on, as callers do outside of runs. */
void cgf_pollers_release(void);

#endif
