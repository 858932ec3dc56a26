/*
 * own_thread.h: a thread of the library's own.
 */
#ifndef CGF_OWN_OWN_THREAD_H
#define CGF_OWN_OWN_THREAD_H

#include <pthread.h>

/* pthread_create, with all signals blocked there: they are the program's affair, and come to its own threads,
 * as without us. */
int cgf_own_thread_create(pthread_t *out, void *(*work)(void *), void *argument);
/* Does the work on a new one, and waits for its end. */
void cgf_own_thread_do(void *(*work)(void *), void *argument);

#endif
