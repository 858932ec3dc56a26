/* hop.h: a goroutine comes back from a C call on another thread. */
#ifndef CGF_HOP_H
#define CGF_HOP_H

#include "callers.h"

/* Stops the caller at the end of a call of this function, until it goes on on another thread. Where it
 * cannot, the hop is refused and counted. */
void cgf_caller_hop(struct cgf_caller *caller, const struct cgf_function *function);

#endif
