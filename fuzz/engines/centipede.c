/*
 * centipede.c: what Centipede's runner does not know: Go's coverage, and a program that starts itself once
 * more.
 */
#include "centipede.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { COUNTERS_MAX = 8192, BUCKETS = 8 };

/* The runner takes what is not 0 here after each run for features, and clears it. */
__attribute__((section("__centipede_extra_features"), used)) static uint64_t features[COUNTERS_MAX];

static uint8_t *counters;
static size_t counter_count;

void __sanitizer_cov_8bit_counters_init(uint8_t *first, uint8_t *end);
void __real___sanitizer_cov_pcs_init(const uintptr_t *first, const uintptr_t *end);
void __wrap___sanitizer_cov_pcs_init(const uintptr_t *first, const uintptr_t *end);

/* The table of all of the program's C code, by the linker. */
__attribute__((weak, visibility("hidden"))) extern const uintptr_t __start___sancov_pcs[];

/* Go's alone: C is compiled with guards. */
void __sanitizer_cov_8bit_counters_init(uint8_t *first, uint8_t *end)
{
	counters = first;
	counter_count = (size_t)(end - first);
	if (counter_count > COUNTERS_MAX)
		counter_count = COUNTERS_MAX;
}

/* The runner ends the program where a second table comes, which is Go's. */
void __wrap___sanitizer_cov_pcs_init(const uintptr_t *first, const uintptr_t *end)
{
	if (first == __start___sancov_pcs)
		__real___sanitizer_cov_pcs_init(first, end);
}

/* Its fork server has forked by now, before any constructor, and would begin once more in the program that
 * boot.c's constructor starts. */
__attribute__((constructor(145))) static void leave_fork_server(void)
{
	unsetenv("CENTIPEDE_FORK_SERVER_FIFO0");
	unsetenv("CENTIPEDE_FORK_SERVER_FIFO1");
}

void cgf_centipede_clear(void)
{
	if (counter_count > 0)
		memset(counters, 0, counter_count);
}

/* A feature is a counter with the number of its count's bits. */
void cgf_centipede_deliver(void)
{
	for (size_t i = 0; i < counter_count; i++) {
		unsigned bucket = 0;

		for (unsigned count = counters[i]; count > 1; count >>= 1)
			bucket++;
		if (counters[i] > 0)
			features[i] = i * BUCKETS + bucket + 1;
	}
	cgf_centipede_clear();
}
