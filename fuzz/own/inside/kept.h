/*
 * kept.h: addresses of Go memory that C keeps when a call is over. cmd/cgo, "Passing pointers": C code may
 * not keep a copy of a Go pointer after the call returns, unless the memory is pinned.
 */
#ifndef CGF_OWN_KEPT_H
#define CGF_OWN_KEPT_H

#include <stdbool.h>

struct cgf_own_call;

/* Once, at the start, where any call will be looked at. */
void cgf_own_kept_watch(void);
/* When a call has returned: whether an argument that points to Go's heap stands in C memory. It is noted, and
 * told in the trace. */
bool cgf_own_kept_look(const struct cgf_own_call *call);
/* Whether a collection at the next call would tell more. */
bool cgf_own_kept_wants_collection(void);
/* Behind a collection within `during`: what is kept of an object that is dead now ends the process, one line
 * and abort(). */
void cgf_own_kept_judge(const struct cgf_own_call *during);

/* What was noted is of another run. */
void cgf_own_kept_forget(void);

#endif
