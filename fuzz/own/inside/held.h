/*
 * held.h: calls that are kept waiting while garbage is collected, and the rule that nobody frees what they
 * were given.
 */
#ifndef CGF_OWN_HELD_H
#define CGF_OWN_HELD_H

struct cgf_own_thread;

/*
 * From hold to let_go, on the thread itself, each block of C memory that another thread frees is looked for
 * among the arguments of this thread's open calls. Package runtime, KeepAlive: an object may be finalized,
 * and so free what C uses, as soon as Go does not mention it any more. A call that frees its own argument is
 * none, and what a call has handed over to another thread is not looked at where it has returned. What is
 * found ends the process: one line, and abort().
 */
void cgf_own_hold(const struct cgf_own_thread *thread);
void cgf_own_let_go(const struct cgf_own_thread *thread);
/* Once, at the start. Without AddressSanitizer's hooks nothing is seen. */
void cgf_own_watch_frees(void);

#endif
