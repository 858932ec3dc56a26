/*
 * programs.h: what the long tests of the harness share: random plans, replays in fresh processes, many plans
 * in one process, and other work on every core.
 */
#ifndef CGF_TEST_PROGRAMS_H
#define CGF_TEST_PROGRAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cgf_control.h"
#include "cgf_stats.h"
#include "verdict.h"

enum {
	TEST_PATH_MAX = 512,
	TEST_CLASSES_MAX = 32,
	TEST_VARIANTS_MAX = 4,
	TEST_BATCH_MAX = 2048,
	TEST_BUILDS_MAX = 16
};

/* ---- the same numbers from the same seed, on every machine ---- */

uint64_t test_random(uint64_t *state);

/* ---- what was built ---- */

struct test_class {
	char set[CGF_NAME_BYTES_MAX], name[CGF_NAME_BYTES_MAX];
	char variants[TEST_VARIANTS_MAX][CGF_NAME_BYTES_MAX];
	size_t variant_count;
	char builds[CGF_NAME_BYTES_MAX]; /* that it asks for besides those of every class */
};

/* Reads the classes of build/programs/SET/classes, all sets or one (`only` not NULL) by set or class, without
 * the set of classes that show when building. Exits with a line on stderr where there are none. */
size_t test_classes_find(struct test_class *out, const char *programs, const char *only);
bool test_set_is_for_tests(const char *set);
bool test_program_exists(const char *programs, const char *set, const char *program);
/* The names of the builds to run a class in, `asked` being its own: how many, at most TEST_BUILDS_MAX. */
size_t test_builds_of(const char **out, const char *asked);

/* ---- running ---- */

struct test_target {
	const char *programs, *set, *class_name, *variant, *build;
	const char *op; /* the only one that plans may call, or NULL */
};

/* Chooses, before the next run, the only core that it may use; -1: all. */
void test_pin(int core);

/* Replays one plan in a fresh process, by replay-BUILD: its last line, read. `raw`: the file holds bytes of
 * an engine. Returns the exit code, 3 where it printed no verdict. */
int test_replay(struct cgf_verdict *out, const struct test_target *target, const char *file, bool raw);

/* Writes the texts of plans, one after the other, into a file, as `replay --show` does. `files` is ended by
 * NULL; `raw`: they hold bytes of an engine. 0, or an exit code. */
int test_show(const struct test_target *target, char *const *files, bool raw, const char *text_file);
/* The same for their bytes, by `replay --pack`. */
int test_pack(const struct test_target *target, char *const *files, bool raw, const char *bytes_file);

/* Runs files, ended by NULL, one after the other in one process, and counts those that ended; their traces
 * go to `traces` (may be NULL, else room for all). What ended the process is in `out`. */
size_t test_batch(struct cgf_verdict *out, uint32_t *traces, const struct test_target *target,
                  char *const *files, bool raw, const char *stats_file);

/* What the last run wrote. */
const char *test_output(void);

/* ---- files ---- */

void test_file_write(const char *path, const void *bytes, size_t size);
/* The number of bytes read, at most `room`. */
size_t test_file_read(void *out, size_t room, const char *path);
/* Makes an empty statistics file. */
void test_stats_make(const char *path);
void test_stats_read(struct cgf_stats *out, const char *path);
/* A directory for this process's files, removed with them when it exits. */
const char *test_directory(void);

/* ---- other work on every core ---- */

/* A process that computes for each core, ended by test_busy_end and with this process. */
void test_busy_begin(void);
void test_busy_end(void);

/* Ends the process with code 2 or 3. */
_Noreturn void test_fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
