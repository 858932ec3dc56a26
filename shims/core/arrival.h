/* arrival.h: who makes a call, and on which thread. */
#ifndef CGF_ARRIVAL_H
#define CGF_ARRIVAL_H

#include "callers.h"

/* The caller that makes calls on this thread; NULL: unknown. */
struct cgf_caller *cgf_caller_here(void);
/* The number of the goroutine that has called C on this thread; asks the Go side where the thread is unknown.
 */
int64_t cgf_goroutine_here(void);
/* From now on this thread is that caller's. */
void cgf_caller_arrives(struct cgf_caller *caller);
/* The calling thread is nobody's any more: the next call on it asks who makes it. */
void cgf_caller_leaves_thread(void);
/* Judges on which thread the caller's goroutine is: on a new one after a hop, and on the old one where none
 * was asked for or the program forbade it. The lock is held. */
void cgf_thread_check(struct cgf_caller *caller);
/* Says in the trace and in the statistics that a hop is not to be. The lock is held. */
void cgf_hop_is_refused(const struct cgf_caller *caller);

#endif
