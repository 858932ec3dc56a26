/* call_turn.h: whether a call begins at once, and the time that calls take. The lock is held in all of these.
 */
#ifndef CGF_CALL_TURN_H
#define CGF_CALL_TURN_H

#include "callers.h"

/* May this caller begin a call now, without being let in by the controller? */
bool cgf_call_may_begin(const struct cgf_caller *caller);
/* Must others come to rest before this call? Those whom time wakes, and threads of the library's own, which
 * would else run beside the caller. */
bool cgf_call_waits_for_others(struct cgf_caller *caller);
/* Notes that the call has failed with this errno: whoever has waited in vain has waited for some time. */
void cgf_call_note_time(struct cgf_caller *caller, int error);

#endif
