/* hop.h: a goroutine comes back from a C call on another thread. */
#ifndef CGF_HOP_H
#define CGF_HOP_H

#include "callers.h"

/* Stops the caller at the end of a call, until it goes on on another thread. */
void cgf_caller_hop(struct cgf_caller *caller);

#endif
