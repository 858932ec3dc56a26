/* births.h: how many threads this process has made, without a system call. */
#ifndef CGF_BIRTHS_H
#define CGF_BIRTHS_H

#include <stdbool.h>
#include <stdint.h>

/* The threads that were asked for by pthread_create or thrd_create so far: the Go runtime's, the shims', the
 * libraries'. Any thread. */
uint32_t cgf_births(void);
/* Does a real library stand behind the shims? It may make threads by other ways too: libc does for
 * timer_create(2), aio_read(3) or getaddrinfo_a(3), and clone(2) is free to all. */
bool cgf_births_may_be_unseen(void);

#endif
