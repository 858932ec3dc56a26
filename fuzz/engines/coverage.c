/*
 * coverage.c: see coverage.h; and the hooks of instrumented code that AFL++'s run time lacks.
 */
#include "coverage.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "engine.h"

/* More counters than slots share slots. AFL++'s map has 65536 bytes unless it is told otherwise. */
enum { SLOTS = 32768, REGIONS_MAX = 8 };

struct region {
	uint8_t *first;
	size_t size;
};

static uint32_t slots[SLOTS];
static struct region regions[REGIONS_MAX];
static size_t region_count;

extern unsigned char *__afl_area_ptr;
void __sanitizer_cov_trace_pc_guard_init(uint32_t *first, uint32_t *end);

void __sanitizer_cov_8bit_counters_init(uint8_t *first, uint8_t *end);
void __sanitizer_cov_pcs_init(const uintptr_t *first, const uintptr_t *end);
void __sanitizer_cov_trace_pc_indir(uintptr_t callee);
void __sanitizer_weak_hook_strcmp(void *pc, const char *a, const char *b, int result);
extern __thread uintptr_t __sancov_lowest_stack;

/* clang's code keeps the depth of its stack here. */
__thread uintptr_t __sancov_lowest_stack;

/* Called once by Go and once by each C file; those of C all pass the one region that the linker made of them.
 */
void __sanitizer_cov_8bit_counters_init(uint8_t *first, uint8_t *end)
{
	for (size_t i = 0; i < region_count; i++) {
		if (regions[i].first == first)
			return;
	}
	if (first == end)
		return;
	if (region_count == REGIONS_MAX)
		cgf_engine_fail("more than %d regions of coverage counters", REGIONS_MAX);
	regions[region_count++] = (struct region){first, (size_t)(end - first)};
}

/* The map has no use for program counters, calls through pointers or compared strings. */
void __sanitizer_cov_pcs_init(const uintptr_t *first, const uintptr_t *end)
{
	(void)first;
	(void)end;
}

void __sanitizer_cov_trace_pc_indir(uintptr_t callee)
{
	(void)callee;
}

void __sanitizer_weak_hook_strcmp(void *pc, const char *a, const char *b, int result)
{
	(void)pc;
	(void)a;
	(void)b;
	(void)result;
}

void cgf_coverage_reserve(void)
{
	__sanitizer_cov_trace_pc_guard_init(slots, slots + SLOTS);
}

void cgf_coverage_clear(void)
{
	for (size_t i = 0; i < region_count; i++)
		memset(regions[i].first, 0, regions[i].size);
}

/* `at` counts the counters of all regions before this one. */
static void deliver_region(const struct region *region, size_t at)
{
	for (size_t i = 0; i < region->size; i++) {
		unsigned count = region->first[i];
		unsigned char *slot;

		if (count == 0)
			continue;
		slot = &__afl_area_ptr[slots[(at + i) % SLOTS]];
		*slot = count + *slot > UINT8_MAX ? UINT8_MAX : (unsigned char)(count + *slot);
	}
}

void cgf_coverage_deliver(void)
{
	size_t at = 0;

	for (size_t i = 0; i < region_count; i++) {
		deliver_region(&regions[i], at);
		at += regions[i].size;
	}
	cgf_coverage_clear();
}
