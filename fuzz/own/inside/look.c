/*
 * look.c: what C.GoString, C.GoStringN and C.GoBytes are about to read. They copy in the Go runtime, which no
 * sanitizer compiles, and Go calls this first: fuzz/own/boundary/half.go.
 */
#include "look.h"

#include <stddef.h>

extern void *__asan_region_is_poisoned(void *, size_t) __attribute__((weak));
extern int __asan_address_is_poisoned(void const volatile *) __attribute__((weak));
extern void __asan_report_error(void *pc, void *frame, void *stack, void *address, int is_write, size_t bytes)
        __attribute__((weak));

/* The first byte of the string that is not there to be read, or NULL. */
static const char *bad_in_string(const char *from)
{
	if (!from)
		return NULL;
	for (const char *at = from;; at++) {
		if (__asan_address_is_poisoned(at))
			return at;
		if (*at == '\0')
			return NULL;
	}
}

int cgf_own_look(const struct cgf_own_look *look)
{
	const char *bad;

	if (!__asan_region_is_poisoned || !__asan_address_is_poisoned || !__asan_report_error)
		return 0;
	bad = look->bytes < 0 ? bad_in_string(look->from)
	      : look->from    ? __asan_region_is_poisoned((void *)look->from, (size_t)look->bytes)
	                      : NULL;
	if (!bad)
		return 0;
	/* The Go runtime's own reports have no frame pointer either: the C stack above is the runtime's. */
	if (look->pc)
		__asan_report_error((void *)(look->pc - 1), NULL, __builtin_frame_address(0), (void *)bad, 0,
		                    1);
	return 1;
}
