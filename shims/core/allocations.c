/*
 * allocations.c: memory from malloc that this run has not freed.
 *
 * A table by address, open, each block at the first free place behind its own: a hook may not allocate.
 */
#include "allocations.h"
#include "arrival.h"
#include "births.h"
#include "go_stacks.h"

#include <stdlib.h>
#include <unistd.h>

enum { PLACES_BITS = 13, PLACES = 1 << PLACES_BITS, ALLOCATIONS_MAX = PLACES / 2, BLOCK_BITS = 4 };
enum { SIZES = 1 << 10, ORDINAL_BITS = 16 };

struct allocation {
	struct cgf_hidden address; /* none: the place is free */
	uint32_t number;
};

extern int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
                                                     void (*on_free)(const volatile void *))
        __attribute__((weak));
extern int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

static struct allocation allocations[PLACES];
static uint32_t allocation_count, allocation_live, allocation_lock;
static uint32_t others[SIZES], others_count;
static struct cgf_mallocs wanted;
static __thread bool hook_busy;

/* ---- the table; the lock is held ---- */

CGF_UNSEEN static unsigned own_place(struct cgf_hidden address)
{
	/* Fibonacci's multiplier spreads what differs in few bits. */
	return (unsigned)((address.flipped >> BLOCK_BITS) * 0x9e3779b97f4a7c15 >> (64 - PLACES_BITS));
}

/* Where the block is, or the free place where it would be. */
CGF_UNSEEN static unsigned place_of(struct cgf_hidden address)
{
	unsigned place = own_place(address);
	while (allocations[place].address.flipped && allocations[place].address.flipped != address.flipped)
		place = (place + 1) % PLACES;
	return place;
}

CGF_UNSEEN static void add(struct cgf_hidden address, uint32_t number)
{
	if (allocation_live == ALLOCATIONS_MAX)
		return;
	struct allocation *at = &allocations[place_of(address)];
	allocation_live += !at->address.flipped;
	at->address = address;
	at->number = number;
}

/* Those behind it that would not be found across a free place move up (Knuth, volume 3, 6.4, algorithm R). */
CGF_UNSEEN static void take_out(struct cgf_hidden address)
{
	unsigned hole = place_of(address);
	if (!allocations[hole].address.flipped)
		return;
	allocation_live--;
	for (unsigned at = (hole + 1) % PLACES; allocations[at].address.flipped; at = (at + 1) % PLACES) {
		unsigned from_own = (at - own_place(allocations[at].address)) % PLACES;
		if (from_own < (at - hole) % PLACES)
			continue;
		allocations[hole] = allocations[at];
		hole = at;
	}
	allocations[hole].address = cgf_hide(NULL);
}

/* ---- the hooks ---- */

CGF_UNSEEN static struct cgf_caller *allocating_caller(void)
{
	struct cgf_caller *caller = cgf_core.active;
	if (!caller)
		return NULL;
	return caller->thread == cgf_thread_number() ? caller : NULL;
}

/* The callers' mallocs come in the same order in each replay. The order of the others is the kernel's, and
 * the Go runtime's are among them: they are counted among those of their size, above the callers'. */
CGF_UNSEEN static uint32_t next_number(const struct cgf_caller *caller, size_t bytes)
{
	if (caller)
		return ++allocation_count;
	uint32_t size = (uint32_t)bytes % SIZES;
	others_count++;
	return UINT32_C(1) << 31 | size << ORDINAL_BITS | (++others[size] & ((1U << ORDINAL_BITS) - 1));
}

/* This repetition of the run is for the stacks at these numbers alone. */
CGF_UNSEEN static void print_if_wanted(uint32_t number, const struct cgf_caller *caller)
{
	for (unsigned i = 0; i < wanted.count; i++) {
		if (number != wanted.numbers[i] || !cgf_stacks_are_wanted())
			continue;
		cgf_go_stack_print(caller ? caller->goroutine : cgf_goroutine_here());
		if (i == wanted.count - 1)
			_exit(0);
	}
}

CGF_UNSEEN static void malloc_seen(const volatile void *address, size_t bytes)
{
	/* Go's threads outlive the run: it would be followed by a check for leaks, which takes long. */
	if (!cgf_core.running || hook_busy || cgf_thread_makes_thread)
		return;
	hook_busy = true;
	const struct cgf_caller *caller = allocating_caller();
	cgf_lock(&allocation_lock);
	uint32_t number = next_number(caller, bytes);
	add(cgf_hide(address), number);
	cgf_unlock(&allocation_lock);
	if (wanted.count)
		print_if_wanted(number, caller);
	hook_busy = false;
}

CGF_UNSEEN static void free_seen(const volatile void *address)
{
	if (!address || !cgf_load(&allocation_live) || hook_busy)
		return;
	cgf_lock(&allocation_lock);
	take_out(cgf_hide(address));
	cgf_unlock(&allocation_lock);
}

CGF_UNSEEN void cgf_malloc_count_reset(void)
{
	if (allocation_live)
		cgf_clear(allocations, sizeof allocations);
	if (others_count)
		cgf_clear(others, sizeof others);
	allocation_count = allocation_live = others_count = 0;
}

CGF_UNSEEN bool cgf_malloc_unbalanced(void)
{
	return __lsan_do_recoverable_leak_check && allocation_live;
}

CGF_UNSEEN uint32_t cgf_malloc_number(struct cgf_hidden block)
{
	const struct allocation *at = &allocations[place_of(block)];
	return at->address.flipped ? at->number : 0;
}

/* "3,17" */
CGF_UNSEEN static void read_wanted(const char *text)
{
	while (text && *text && wanted.count < CGF_MALLOCS_MAX) {
		char *end;
		wanted.numbers[wanted.count++] = (uint32_t)strtoul(text, &end, 10);
		text = *end ? end + 1 : end;
	}
}

CGF_UNSEEN void cgf_allocations_start(void)
{
	read_wanted(getenv("CGF_STACK_AT_MALLOC"));
	if (__sanitizer_install_malloc_and_free_hooks)
		__sanitizer_install_malloc_and_free_hooks(malloc_seen, free_seen);
}
