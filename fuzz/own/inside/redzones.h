/*
 * redzones.h: AddressSanitizer's marks around what lies on a thread's stack.
 */
#ifndef CGF_OWN_REDZONES_H
#define CGF_OWN_REDZONES_H

/*
 * Takes away those below `end`, which lies in the calling thread's stack and below which nothing is in use:
 * from `lowest` on, if that is not NULL, and from what is near. A function of C that returns takes its own
 * away. One that a panic out of a callback has passed (cmd/cgo allows it) leaves them, and whoever comes
 * there next would be accused.
 */
void cgf_own_redzones_forget(const void *lowest, const void *end);

#endif
