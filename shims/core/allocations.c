/*
 * allocations.c: memory from malloc that the callers have not freed, and the leak check.
 */
#include "allocations.h"
#include "callers.h"
#include "go_stacks.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ALLOCATIONS_MAX = 4096 };

struct allocation {
	uintptr_t address; /* its bits flipped: the leak checker must not find it here */
	uint32_t number;
};

extern int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
                                                     void (*on_free)(const volatile void *))
        __attribute__((weak));
extern int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

/* Live allocations that the plan's callers made in this run. */
static struct allocation allocations[ALLOCATIONS_MAX];
static uint32_t allocation_count, allocation_live, allocation_lock, allocation_wanted;
static __thread bool hook_busy;

CGF_UNSEEN static struct cgf_caller *allocating_caller(void)
{
	struct cgf_caller *caller = cgf_core.active;
	if (!cgf_core.running || hook_busy || !caller)
		return NULL;
	return caller->thread == cgf_raw_syscall(SYS_gettid, 0, 0, 0, 0) ? caller : NULL;
}

CGF_UNSEEN static void malloc_seen(const volatile void *address, size_t bytes)
{
	struct cgf_caller *caller = allocating_caller();
	(void)bytes;
	if (!caller)
		return;
	hook_busy = true;
	cgf_lock(&allocation_lock);
	uint32_t number = ++allocation_count;
	for (unsigned i = 0; i < ALLOCATIONS_MAX && i <= allocation_live; i++) {
		if (!allocations[i].address) {
			allocations[i].address = ~(uintptr_t)address;
			allocations[i].number = number;
			allocation_live++;
			break;
		}
	}
	cgf_unlock(&allocation_lock);
	if (number == allocation_wanted && cgf_stacks_are_wanted()) {
		cgf_go_stack_print(caller->goroutine);
		_exit(0); /* this repetition of the run was for that stack alone */
	}
	hook_busy = false;
}

CGF_UNSEEN static void free_seen(const volatile void *address)
{
	if (!address || !cgf_load(&allocation_live) || hook_busy)
		return;
	cgf_lock(&allocation_lock);
	for (unsigned i = 0; i < ALLOCATIONS_MAX; i++) {
		if (allocations[i].address == ~(uintptr_t)address) {
			allocations[i].address = 0;
			allocation_live--;
			break;
		}
	}
	cgf_unlock(&allocation_lock);
}

CGF_UNSEEN void cgf_malloc_count_reset(void)
{
	for (unsigned i = 0; allocation_live && i < ALLOCATIONS_MAX; i++)
		allocations[i].address = 0;
	allocation_count = allocation_live = 0;
}

CGF_UNSEEN bool cgf_malloc_unbalanced(void)
{
	return __lsan_do_recoverable_leak_check && allocation_live;
}

CGF_UNSEEN static uint32_t first_live_allocation(void)
{
	uint32_t first = 0;
	for (unsigned i = 0; i < ALLOCATIONS_MAX; i++) {
		if (allocations[i].address && (!first || allocations[i].number < first))
			first = allocations[i].number;
	}
	return first;
}

CGF_UNSEEN void cgf_leak_check(void)
{
	char more[40];
	if (!__lsan_do_recoverable_leak_check())
		return;
	snprintf(more, sizeof more, "malloc=%u", first_live_allocation());
	cgf_found("lsan/leak", "unknown", more, 0);
}

CGF_UNSEEN void cgf_allocations_start(void)
{
	const char *wanted = getenv("CGF_STACK_AT_MALLOC");
	allocation_wanted = wanted ? (uint32_t)strtoul(wanted, NULL, 10) : 0;
	if (__sanitizer_install_malloc_and_free_hooks)
		__sanitizer_install_malloc_and_free_hooks(malloc_seen, free_seen);
}
