/* steps.h: a plan's steps, and how one caller passes the run on to the next. */
#ifndef CGF_STEPS_H
#define CGF_STEPS_H

#include "callers.h"

/* To be asked by a caller before it ends its step inside a call: is nothing else moving, so that it may pass
 * the run on? */
bool cgf_step_leaves_go_at_rest(struct cgf_caller *caller);
/* The caller's step is over: it is idle or parked, and lets whoever the plan says go on, where nothing else
 * moves. Stops it until its next turn; the lock is held on entry and free on return. */
void cgf_step_ends(struct cgf_caller *caller, enum cgf_caller_state state, bool go_at_rest);

#endif
