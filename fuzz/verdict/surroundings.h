/*
 * surroundings.h: the environment of a process that runs plans.
 */
#ifndef CGF_SURROUNDINGS_H
#define CGF_SURROUNDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of what a sanitizer's runtime looks for in the program. */
#define CGF_VISIBLE __attribute__((visibility("default"), used))

/* As the sanitizers read them: OPTION=VALUE with colons between. */
extern const char cgf_asan_options[], cgf_lsan_options[], cgf_msan_options[];
extern const char cgf_tsan_options[];

/* The symbolizer that reports get their names from. */
bool cgf_symbolizer_find(char *out, size_t size);
/* Is this program one whose reports have no names without it, and has nobody chosen one by the sanitizers'
 * own options? To be asked before cgf_surroundings_set. */
bool cgf_symbolizer_needed(void);
/* Changes this process's environment, personality and limits into what a child is to inherit, which is to run
 * the program: its file's name says which build it is. */
void cgf_surroundings_set(uint64_t seed, const char *program);
/* In the child: what the kernel gave as random bytes becomes a function of CGF_SEED. */
void cgf_surroundings_seed_randomness(void);

#endif
