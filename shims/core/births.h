/* births.h: how many threads this process has made, without a system call. */
#ifndef CGF_BIRTHS_H
#define CGF_BIRTHS_H

#include <stdbool.h>
#include <stdint.h>

/* The threads that were asked for by pthread_create or thrd_create so far: the Go runtime's, the shims', the
 * libraries'. Any thread. */
uint32_t cgf_births(void);
/* Of these, the ones that a thread has asked for inside of a call of the library, which it says by this
 * variable. */
uint32_t cgf_births_of_library(void);
extern __thread bool cgf_thread_in_call __attribute__((visibility("hidden")));
/* Is this thread inside of one of these functions? What they take from malloc is the new thread's, and lasts
 * as long. */
extern __thread bool cgf_thread_makes_thread __attribute__((visibility("hidden")));
/* Does a real library stand behind the shims? It may make threads by other ways too: libc does for
 * timer_create(2), aio_read(3) or getaddrinfo_a(3), and clone(2) is free to all. */
bool cgf_births_may_be_unseen(void);

#endif
