/*
 * unseen.c: see unseen.h.
 */
#include "unseen.h"

/* Of compiler-rt, lib/tsan/rtl/tsan_interface.h; a test binary without ThreadSanitizer has none. */
extern void __tsan_ignore_thread_begin(void) __attribute__((weak));
extern void __tsan_ignore_thread_end(void) __attribute__((weak));

void cgf_own_unseen_begin(void)
{
	if (__tsan_ignore_thread_begin)
		__tsan_ignore_thread_begin();
}

void cgf_own_unseen_end(void)
{
	if (__tsan_ignore_thread_end)
		__tsan_ignore_thread_end();
}
