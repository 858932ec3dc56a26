/*
 * unseen.h: how the core's threads wait for each other without making an order that ThreadSanitizer can see.
 *
 * A pthread mutex, or an instrumented atomic, in the hand-over between two callers would order everything
 * that they do and hide their races. So the functions of the core carry CGF_UNSEEN, and wait by raw futex(2)
 * calls. No memset or memcpy on data that callers share either: the sanitizers intercept those.
 *
 * MemorySanitizer has to see what the core writes, or what it fills for a shim would be uninitialised there.
 */
#ifndef CGF_UNSEEN_H
#define CGF_UNSEEN_H

#include <linux/futex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>

#ifdef __clang__
#if __has_feature(memory_sanitizer)
#define CGF_UNSEEN __attribute__((no_sanitize("memory", "coverage")))
#else
#define CGF_UNSEEN __attribute__((disable_sanitizer_instrumentation, no_sanitize("coverage")))
#endif
#else
#define CGF_UNSEEN __attribute__((no_sanitize("thread", "address")))
#endif

#ifndef __x86_64__
#error "cgofault runs on linux/amd64: the raw system call below is written for it"
#endif

/* syscall(3) would set errno, and is a place where a sanitizer may look. */
CGF_UNSEEN static inline long cgf_raw_syscall(long number, long a, long b, long c, long d)
{
	long result;
	register long r10 __asm__("r10") = d;
	__asm__ volatile("syscall"
	                 : "=a"(result)
	                 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
	                 : "rcx", "r11", "memory");
	return result;
}

/* Returns when *word may no longer be `seen`, or after `us` microseconds (0: no limit). May return early. */
CGF_UNSEEN static inline void cgf_futex_wait(uint32_t *word, uint32_t seen, long us)
{
	struct timespec limit = {us / 1000000, us % 1000000 * 1000};
	cgf_raw_syscall(SYS_futex, (long)word, FUTEX_WAIT_PRIVATE, seen, us ? (long)&limit : 0);
}

CGF_UNSEEN static inline void cgf_futex_wake(uint32_t *word)
{
	cgf_raw_syscall(SYS_futex, (long)word, FUTEX_WAKE_PRIVATE, 1, 0);
}

CGF_UNSEEN static inline uint32_t cgf_load(const uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

CGF_UNSEEN static inline void cgf_store(uint32_t *word, uint32_t value)
{
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
}

/* A lock for a few instructions: 0 free, 1 held, 2 held and waited for (Drepper, "Futexes are tricky"). */
CGF_UNSEEN static inline void cgf_lock(uint32_t *lock)
{
	uint32_t seen = 0;
	if (__atomic_compare_exchange_n(lock, &seen, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return;
	while (__atomic_exchange_n(lock, 2, __ATOMIC_ACQUIRE))
		cgf_futex_wait(lock, 2, 0);
}

CGF_UNSEEN static inline void cgf_unlock(uint32_t *lock)
{
	if (__atomic_exchange_n(lock, 0, __ATOMIC_RELEASE) == 2)
		cgf_futex_wake(lock);
}

/* volatile: the compiler must not make a memset of it. */
CGF_UNSEEN static inline void cgf_clear(void *memory, size_t bytes)
{
	typedef uint64_t word __attribute__((may_alias, aligned(1)));
	volatile unsigned char *at = memory;
	for (; bytes >= sizeof(word); bytes -= sizeof(word), at += sizeof(word))
		*(volatile word *)at = 0;
	while (bytes--)
		*at++ = 0;
}

/* The same for a copy: an assignment of a large struct is a memcpy too. */
CGF_UNSEEN static inline void cgf_copy(void *to, const void *from, size_t bytes)
{
	volatile unsigned char *out = to;
	const volatile unsigned char *in = from;
	while (bytes--)
		*out++ = *in++;
}

CGF_UNSEEN static inline bool cgf_equal(const void *a, const void *b, size_t bytes)
{
	typedef uint64_t word __attribute__((may_alias, aligned(1)));
	const volatile unsigned char *at = a, *other = b;
	for (; bytes >= sizeof(word); bytes -= sizeof(word), at += sizeof(word), other += sizeof(word))
		if (*(const volatile word *)at != *(const volatile word *)other)
			return false;
	while (bytes--)
		if (*at++ != *other++)
			return false;
	return true;
}

CGF_UNSEEN static inline bool cgf_same(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

#endif
