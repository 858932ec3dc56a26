/*
 * into_go.h: how the library gets into Go while a call of Go is in C.
 */
#ifndef CGF_OWN_INTO_GO_H
#define CGF_OWN_INTO_GO_H

#include "go.h"

struct cgf_own_site;

/* Room for the stacks of some thousand goroutines; there is no look at what is beyond. */
enum { CGF_OWN_STACKS_BYTES_MAX = 1 << 20 };

/*
 * Runs `work` on a thread of its own, to its end. From the thread that made the call nothing may go into Go:
 * a call that is declared nocallback must not call back, and the stack of a goroutine in C does not move.
 */
void cgf_own_on_a_thread(void *(*work)(void *), void *argument);
/* On such a thread: what stands in `call`, done by Go's half of the package of `site`. */
void cgf_own_into_go(const struct cgf_own_site *site, struct cgf_own_go_call *call,
                     enum cgf_own_go_work work);
/* On such a thread: the stacks of all goroutines, that of this thread first. How many bytes they are. */
long cgf_own_stacks(char *out, long bytes, const struct cgf_own_site *site);

#endif
