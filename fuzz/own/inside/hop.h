/*
 * hop.h: a call that comes back on another thread of the kernel, as Go's scheduler may let any call that a
 * goroutine makes which is not locked to its thread.
 */
#ifndef CGF_OWN_HOP_H
#define CGF_OWN_HOP_H

struct cgf_own_call;

/*
 * On the thread that is inside of `call`, as the last thing before it goes back to Go: when this returns,
 * another thread has the only P, and a goroutine that leaves C goes on where it gets one. What is told in the
 * trace is that `fault` could not be made; or that nobody has seen it, until the next call of the goroutine
 * tells on which thread it is.
 */
void cgf_own_hop(const struct cgf_own_call *call, const char *fault);
/* When a goroutine calls C: where a hop has brought it. */
void cgf_own_hop_look(void);

/* Who has hopped and made no call since is of another run. */
void cgf_own_hops_forget(void);

#endif
