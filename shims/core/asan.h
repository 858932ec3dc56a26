/*
 * asan.h: what the core asks of AddressSanitizer, and what it answers in a build without it: nothing is
 * poisoned, nothing is reported.
 *
 * The run time's functions are called in a build for AddressSanitizer alone, not through weak symbols:
 * OSS-Fuzz refuses a build for another sanitizer that holds such calls (its bad_build_check). The functions
 * are those of sanitizer/asan_interface.h, which not every compiler installs.
 */
#ifndef CGF_ASAN_H
#define CGF_ASAN_H

#include "unseen.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CGF_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define CGF_ASAN 1
#endif

#ifdef CGF_ASAN
extern void *__asan_region_is_poisoned(void *memory, size_t bytes);
extern void __asan_poison_memory_region(void const volatile *memory, size_t bytes);
extern void __asan_unpoison_memory_region(void const volatile *memory, size_t bytes);
extern int __asan_report_present(void);
extern void *__asan_get_report_pc(void);
extern void *__asan_get_report_bp(void);
extern void *__asan_get_report_sp(void);
#endif

/* Of the access that AddressSanitizer has reported. pc 0: none. bp 0: by Go code, whose -asan tells a program
 * counter alone. */
struct cgf_asan_report {
	uintptr_t pc, bp;
	const uintptr_t *sp;
};

/* Is any of the bytes poisoned? */
CGF_UNSEEN static inline bool cgf_asan_poisoned(void *memory, size_t bytes)
{
#ifdef CGF_ASAN
	return __asan_region_is_poisoned(memory, bytes) != NULL;
#else
	(void)memory, (void)bytes;
	return false;
#endif
}

CGF_UNSEEN static inline void cgf_asan_poison(const void *memory, size_t bytes)
{
#ifdef CGF_ASAN
	__asan_poison_memory_region(memory, bytes);
#else
	(void)memory, (void)bytes;
#endif
}

CGF_UNSEEN static inline void cgf_asan_unpoison(const void *memory, size_t bytes)
{
#ifdef CGF_ASAN
	__asan_unpoison_memory_region(memory, bytes);
#else
	(void)memory, (void)bytes;
#endif
}

CGF_UNSEEN static inline struct cgf_asan_report cgf_asan_report(void)
{
	struct cgf_asan_report report = {0};
#ifdef CGF_ASAN
	if (__asan_report_present()) {
		report.pc = (uintptr_t)__asan_get_report_pc();
		report.bp = (uintptr_t)__asan_get_report_bp();
		report.sp = __asan_get_report_sp();
	}
#endif
	return report;
}

#endif
