// go:build libfuzzer

/*
 * coverage.c: code that is built for the engines reports its coverage to these functions. The replay program
 * shares that code and has no use for the reports; in a program of an engine, the engine's own functions come
 * in the place of these, which are weak.
 */
#include <stdint.h>

#define UNUSED(name, ...)                                                                                    \
	void name(__VA_ARGS__);                                                                              \
	__attribute__((weak)) void name(__VA_ARGS__)                                                         \
	{                                                                                                    \
	}
UNUSED(__sanitizer_cov_8bit_counters_init, uint8_t *first, uint8_t *end)
UNUSED(__sanitizer_cov_pcs_init, const uintptr_t *first, const uintptr_t *end)
UNUSED(__sanitizer_cov_trace_cmp1, uint8_t a, uint8_t b)
UNUSED(__sanitizer_cov_trace_cmp2, uint16_t a, uint16_t b)
UNUSED(__sanitizer_cov_trace_cmp4, uint32_t a, uint32_t b)
UNUSED(__sanitizer_cov_trace_cmp8, uint64_t a, uint64_t b)
UNUSED(__sanitizer_cov_trace_const_cmp1, uint8_t a, uint8_t b)
UNUSED(__sanitizer_cov_trace_const_cmp2, uint16_t a, uint16_t b)
UNUSED(__sanitizer_cov_trace_const_cmp4, uint32_t a, uint32_t b)
UNUSED(__sanitizer_cov_trace_const_cmp8, uint64_t a, uint64_t b)
UNUSED(__sanitizer_cov_trace_switch, uint64_t value, uint64_t *cases)
UNUSED(__sanitizer_cov_trace_div4, uint32_t value)
UNUSED(__sanitizer_cov_trace_div8, uint64_t value)
UNUSED(__sanitizer_cov_trace_gep, uintptr_t index)
UNUSED(__sanitizer_cov_trace_pc_indir, uintptr_t callee)
UNUSED(__sanitizer_weak_hook_strcmp, void *pc, const char *a, const char *b, int result)

/* clang's code keeps the depth of its stack here. */
extern __thread uintptr_t __sancov_lowest_stack;
__attribute__((weak)) __thread uintptr_t __sancov_lowest_stack;
