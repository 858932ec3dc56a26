/*
 * clock.c: see clock.h.
 */
#include "clock.h"

#include <time.h>

static int64_t time_us(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

int64_t cgf_own_now_us(void)
{
	return time_us(CLOCK_MONOTONIC);
}

int64_t cgf_own_worked_us(void)
{
	return time_us(CLOCK_PROCESS_CPUTIME_ID);
}
