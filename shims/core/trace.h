/* trace.h: everything that happened in a run, in order. */
#ifndef CGF_TRACE_H
#define CGF_TRACE_H

#include "callers.h"

/* Something happened. `what` and `detail` are constant strings (detail may be NULL). The lock is held. */
void cgf_trace_event(const struct cgf_caller *caller, const char *what, const char *detail, int64_t value);
void cgf_trace_reset(void);

#endif
