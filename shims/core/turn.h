/* turn.h: the hand-over between callers. */
#ifndef CGF_TURN_H
#define CGF_TURN_H

#include "callers.h"

/* Stops the caller in this state until it is released; the lock is held on entry and free on return. */
void cgf_caller_stop(struct cgf_caller *caller, enum cgf_caller_state state);
/* Makes a stopped caller the active one; the lock is held. Its thread is still to be woken (`turn`). */
void cgf_caller_let_go_on(struct cgf_caller *caller);
void cgf_caller_await_turn(struct cgf_caller *caller);
/* To be called wherever a caller comes back to the core inside a call: one that has slept in C stops until it
 * is let in. The lock is free. */
void cgf_caller_rejoins(struct cgf_caller *caller);

#endif
