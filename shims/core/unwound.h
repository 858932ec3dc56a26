/* unwound.h: calls that a panic has left. The lock is held, but for cgf_c_entry. */
#ifndef CGF_UNWOUND_H
#define CGF_UNWOUND_H

#include "callers.h"

/* Where the stack was when C was entered on it last: lower, the deeper. Takes some microseconds. */
uintptr_t cgf_c_entry(void);
/* The call begins a callback; C was entered for it at `entry`. */
void cgf_callback_opens(struct cgf_caller *caller, const struct cgf_call *call, uintptr_t entry);
/* The callback of that call is over; those inside of it that are still open have been left. */
void cgf_callback_closes(struct cgf_caller *caller, uint32_t id);
/* C is entered at `entry` now: what was entered there or deeper has been left. UINTPTR_MAX: all. */
void cgf_calls_left(struct cgf_caller *caller, uintptr_t entry);

#endif
