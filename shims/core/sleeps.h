/* sleeps.h: what a system call waits for. */
#ifndef CGF_SLEEPS_H
#define CGF_SLEEPS_H

#include <stdbool.h>
#include <stdint.h>

/* Does a sleeping system call with these six arguments come back after a time by itself? */
bool cgf_sleep_has_limit(long number, const uint64_t *arguments);
/* May another process, or a clock, end it? A read of a pipe or a counter is ended by a thread of this one. */
bool cgf_sleep_ends_outside(long number, const uint64_t *arguments);

#endif
