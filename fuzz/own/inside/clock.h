/*
 * clock.h: the time, and how long this process has worked.
 */
#ifndef CGF_OWN_CLOCK_H
#define CGF_OWN_CLOCK_H

#include <stdint.h>

/* Of CLOCK_MONOTONIC. */
int64_t cgf_own_now_us(void);
/* Processor time of all its threads. */
int64_t cgf_own_worked_us(void);

#endif
