/* signal_handlers.h: no signal handler that the program installs may lack SA_ONSTACK. */
#ifndef CGF_SIGNAL_HANDLERS_H
#define CGF_SIGNAL_HANDLERS_H

#include "callers.h"

/* The handlers that are there now are none of the program's: an engine's, a sanitizer's, Go's. Before the
 * first run. */
void cgf_signal_handlers_note(void);
/* A call ends. contract/signal-stack: a handler of the program's lacks SA_ONSTACK. The lock is free. */
void cgf_signal_handlers_check(const struct cgf_call *call);

#endif
