/*
 * held.c: see held.h. AddressSanitizer tells what is freed wherever that happens, in libraries too that it
 * has not compiled.
 */
#include "held.h"

#include "names.h"
#include "open_calls.h"
#include "report.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HELD_MAX = 64 };

/* The threads that wait. What is in them does not change meanwhile. */
static const struct cgf_own_thread *held[HELD_MAX];
static unsigned held_count;

extern int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void *, size_t),
                                                     void (*)(const volatile void *)) __attribute__((weak));
extern size_t __sanitizer_get_allocated_size(const volatile void *) __attribute__((weak));

void cgf_own_hold(const struct cgf_own_thread *thread)
{
	for (unsigned i = 0; i < HELD_MAX; i++) {
		const struct cgf_own_thread *none = NULL;
		if (__atomic_compare_exchange_n(&held[i], &none, thread, false, __ATOMIC_ACQ_REL,
		                                __ATOMIC_RELAXED)) {
			__atomic_fetch_add(&held_count, 1, __ATOMIC_ACQ_REL);
			return;
		}
	}
}

void cgf_own_let_go(const struct cgf_own_thread *thread)
{
	for (unsigned i = 0; i < HELD_MAX; i++)
		if (__atomic_load_n(&held[i], __ATOMIC_ACQUIRE) == thread) {
			__atomic_store_n(&held[i], NULL, __ATOMIC_RELEASE);
			__atomic_fetch_sub(&held_count, 1, __ATOMIC_ACQ_REL);
			return;
		}
}

/* The number of the argument, from 1, that has a word which points into the block, or 0. */
static unsigned argument_into(const struct cgf_own_call *call, uintptr_t block, size_t size)
{
	unsigned from = 0, argument = 0;
	for (uintptr_t word; cgf_own_next_word(&word, &argument, &from, call);)
		if (word - block < size)
			return argument;
	return 0;
}

static void report(const struct cgf_own_call *call, unsigned argument, const struct cgf_own_call *by)
{
	cgf_own_report(
	        "cgofault: own contract/freed-in-use at=%s argument=%u call=%lu pc=%lx by=%s bypc=%lx\n"
	        "%s frees what argument %u of %s points to, and that call is not over\n",
	        call->site->name, argument, call->nth, (unsigned long)call->go_pc, by ? by->site->name : "-",
	        by ? (unsigned long)by->go_pc : 0, by ? by->site->name : "C code on a thread of its own",
	        argument, call->site->name);
}

static void look_at(const struct cgf_own_thread *thread, uintptr_t block, size_t size)
{
	for (unsigned at = thread->depth; at-- > 0;) {
		const struct cgf_own_call *call = &thread->open[at];
		unsigned argument = call->site->counted->callback ? 0 : argument_into(call, block, size);
		if (argument > 0)
			report(call, argument, cgf_own_innermost());
	}
}

static void freed(const volatile void *memory)
{
	if (__atomic_load_n(&held_count, __ATOMIC_ACQUIRE) == 0 || !memory)
		return;
	size_t size = __sanitizer_get_allocated_size(memory);
	for (unsigned i = 0; i < HELD_MAX; i++) {
		const struct cgf_own_thread *thread = __atomic_load_n(&held[i], __ATOMIC_ACQUIRE);
		if (thread && thread != cgf_own_this_thread())
			look_at(thread, (uintptr_t)memory, size ? size : 1);
	}
}

static void allocated(const volatile void *memory, size_t size)
{
	(void)memory, (void)size;
}

void cgf_own_watch_frees(void)
{
	if (__sanitizer_install_malloc_and_free_hooks && __sanitizer_get_allocated_size)
		__sanitizer_install_malloc_and_free_hooks(allocated, freed);
}
