/*
 * surroundings.c: sets the environment of a process that runs plans, and seeds its randomness.
 */
#include "surroundings.h"

#include "builds.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <unistd.h>

enum { OPTIONS_BYTES_MAX = 8192, PATH_BYTES_MAX = 4096 };

/*
 * One world stop at a time and no stack or goroutine moved by the clock, so that replays agree. clobberfree:
 * a pointer in a dead Go object must not hide a leak. madvdontneed=0: memory that the runtime gives back at
 * times of its own must not turn to zeros in the middle of a run.
 */
static const char go_debug[] = "gcstoptheworld=2,gcshrinkstackoff=1,asyncpreemptoff=1,clobberfree=1,"
                               "madvdontneed=0";

/* The sanitizers take the last of two that contradict each other: the user's. */
static void set_sanitizer_options(const char *variable, const char *ours, const char *symbolizer)
{
	char options[OPTIONS_BYTES_MAX], path[PATH_BYTES_MAX + 32] = "";
	const char *users = getenv(variable);

	const char *quote = strchr(symbolizer, '"') ? "'" : "\"";

	if (*symbolizer)
		snprintf(path, sizeof(path), ":external_symbolizer_path=%s%s%s", quote, symbolizer, quote);
	snprintf(options, sizeof(options), "%s%s:%s", ours, path, users ? users : "");
	setenv(variable, options, 1);
}

static void set_go_debug(const char *of_build)
{
	char settings[OPTIONS_BYTES_MAX];
	const char *users = getenv("GODEBUG");

	snprintf(settings, sizeof(settings), "%s%s%s%s%s", users ? users : "", users && *users ? "," : "",
	         go_debug, *of_build ? "," : "", of_build);
	setenv("GODEBUG", settings, 1);
}

/* A program that runs under another name says in its verdicts what it was called (fuzz/replay). */
static void set_build(const struct cgf_build *build)
{
	set_go_debug(build ? build->go_debug : "");
	if (build && *build->of)
		setenv("CGF_BUILD", build->name, 1);
	else
		unsetenv("CGF_BUILD");
}

/* Addresses that are the same in each run; where this is refused, runs differ in nothing but addresses. */
static void set_personality(void)
{
	int now = personality(0xffffffff);

	if (now != -1)
		personality((unsigned long)now | ADDR_NO_RANDOMIZE);
}

void cgf_surroundings_set(uint64_t seed, const char *program)
{
	const struct rlimit no_core = {0, 0};
	char symbolizer[PATH_BYTES_MAX], number[32];

	if (!cgf_symbolizer_find(symbolizer, sizeof(symbolizer)))
		symbolizer[0] = '\0';
	set_sanitizer_options("ASAN_OPTIONS", cgf_asan_options, symbolizer);
	set_sanitizer_options("LSAN_OPTIONS", cgf_lsan_options, "");
	set_sanitizer_options("MSAN_OPTIONS", cgf_msan_options, symbolizer);
	set_sanitizer_options("TSAN_OPTIONS", cgf_tsan_options, symbolizer);
	set_sanitizer_options("UBSAN_OPTIONS", "", symbolizer);
	set_build(cgf_build_of_program(program));
	/* From the first instruction on: with more, the runtime's own start leaves objects, threads and
	 * goroutine numbers in an order that differs from run to run. */
	setenv("GOMAXPROCS", "1", 1);
	snprintf(number, sizeof(number), "%llu", (unsigned long long)seed);
	setenv("CGF_SEED", number, 1);
	setenv("CGF_CHILD", "1", 1);
	setrlimit(RLIMIT_CORE, &no_core);
	set_personality();
}

/* Spreads a small number over 64 bits; the constants are those of the SplitMix64 generator. */
static uint64_t next_random(uint64_t *state)
{
	uint64_t bits = *state += 0x9e3779b97f4a7c15;

	bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
	bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
	return bits ^ (bits >> 31);
}

void cgf_surroundings_seed_randomness(void)
{
	const char *text = getenv("CGF_SEED");
	uint64_t state = text ? strtoull(text, NULL, 10) : 0;
	char *bytes = (char *)getauxval(AT_RANDOM); /* 16 bytes, on the stack */

	for (size_t i = 0; bytes && i < 2; i++) {
		uint64_t bits = next_random(&state);

		memcpy(bytes + i * sizeof(bits), &bits, sizeof(bits));
	}
}
