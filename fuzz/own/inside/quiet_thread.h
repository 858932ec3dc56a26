/*
 * quiet_thread.h: a thread that is given work in ways that ThreadSanitizer does not see.
 *
 * Goroutines of the program may run on the thread that lets them go on. One that a call had made would have
 * seen all that the call has done, and no race with it would be left. So this one makes it, for each work a
 * new one: Go counts a thread that has called in among its goroutines until the thread ends, and so does a
 * test that looks for those that are left.
 */
#ifndef CGF_OWN_QUIET_THREAD_H
#define CGF_OWN_QUIET_THREAD_H

#include <stdbool.h>

/* Makes it, where ThreadSanitizer is there; from a constructor, before anything is done that a race may be
 * with. */
void cgf_own_quiet_thread_make(void);
/* Does the work on a thread that this one makes, and waits for its end. False, and nothing is done: there is
 * no such thread, or it is busy. */
bool cgf_own_quiet_thread_do(void *(*work)(void *), void *argument);

#endif
