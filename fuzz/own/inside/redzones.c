/*
 * redzones.c: see redzones.h.
 */
#include "redzones.h"

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

/* Of sanitizer/asan_interface.h; a test binary without AddressSanitizer has none. */
extern void __asan_unpoison_memory_region(void const volatile *memory, size_t bytes) __attribute__((weak));

/* How deep a call was that nobody has told us of, since it is none of an open package. */
enum { NEAR_BYTES = 1 << 16 };

struct stack {
	uintptr_t begin, end;
};

static struct stack stack_here(void)
{
	static _Thread_local struct stack known;
	pthread_attr_t attributes;
	void *begin;
	size_t bytes;
	if (known.end || pthread_getattr_np(pthread_self(), &attributes) != 0)
		return known;
	if (pthread_attr_getstack(&attributes, &begin, &bytes) == 0)
		known = (struct stack){(uintptr_t)begin, (uintptr_t)begin + bytes};
	pthread_attr_destroy(&attributes);
	return known;
}

void cgf_own_redzones_forget(const void *lowest, const void *end)
{
	uintptr_t top = (uintptr_t)end, deep = (uintptr_t)lowest;
	if (!__asan_unpoison_memory_region)
		return;
	struct stack stack = stack_here();
	/* A library may run a callback on a stack that it has made; below that is somebody else's. */
	if (top <= stack.begin || top > stack.end)
		return;
	if (deep < stack.begin || deep > top)
		deep = top;
	uintptr_t begin = deep - stack.begin > NEAR_BYTES ? deep - NEAR_BYTES : stack.begin;
	__asan_unpoison_memory_region((const void *)begin, top - begin);
}
