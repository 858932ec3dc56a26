/*
 * unseen.h: what the calling thread does while ThreadSanitizer does not look at it.
 *
 * Its functions in place of those of libc would tell races with the library's own buffers.
 */
#ifndef CGF_OWN_UNSEEN_H
#define CGF_OWN_UNSEEN_H

/* From the one to the other; may be nested. A thread that ends has to have ended them all. What orders
 * threads is seen all the same: who makes a thread in between is before it. */
void cgf_own_unseen_begin(void);
void cgf_own_unseen_end(void);

#endif
