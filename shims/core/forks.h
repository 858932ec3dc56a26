/* forks.h: a call forks: the copy may become another program or end, and not come back. */
#ifndef CGF_FORKS_H
#define CGF_FORKS_H

#include "callers.h"

/* Before the first run. */
void cgf_forks_start(void);
/* A call of this caller ends, or its op: waits until each copy has become another program, has ended, or
 * stays in C. contract/forked: one has come back instead. The lock is free. */
void cgf_forks_check(const struct cgf_caller *caller);
/* The run is over: ends the copies that stay in C. */
void cgf_forks_end(void);

#endif
