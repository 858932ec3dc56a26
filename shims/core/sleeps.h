/* sleeps.h: what a system call waits for. */
#ifndef CGF_SLEEPS_H
#define CGF_SLEEPS_H

#include <stdint.h>

/* What kind of sleep (enum cgf_sleep) a thread is in that sleeps in this system call, with these six
 * arguments. A read of a pipe or a counter is ended by a thread of this process, where no child may do it. By
 * one thread at a time. */
int cgf_sleep_in(long number, const uint64_t *arguments);

#endif
