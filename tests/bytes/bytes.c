/*
 * bytes.c: every byte string is a plan: it decodes, runs and ends, and its text packs into the same plan.
 *
 * The strings are run many to a process, on classes whose ops have no bug, and go through `replay --show` and
 * `replay --pack`.
 */
#include "programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* SHOWN: of each batch, since each is a process of its own. */
enum { BATCH = 250, SHOWN = 25 };

static unsigned failed;

/* Small and large ones alike: a string has at most 64 steps, whatever comes after. */
static size_t string_make(uint8_t *out, uint64_t *random)
{
	size_t size = test_random(random) % (test_random(random) % 2 ? CGF_INPUT_BYTES_MAX + 1 : 400);

	for (size_t i = 0; i < size; i++)
		out[i] = (uint8_t)(test_random(random) >> 32);
	return size;
}

static bool files_equal(const char *one, const char *other)
{
	static uint8_t first[SHOWN * CGF_INPUT_BYTES_MAX], second[sizeof(first)];
	size_t size = test_file_read(first, sizeof(first), one);

	return size > 0 && size == test_file_read(second, sizeof(second), other) &&
	       memcmp(first, second, size) == 0;
}

/* The plans packed from their texts are those packed from the engine's bytes. */
static void round_trips(const struct test_target *target, char *const *raw)
{
	char paths[SHOWN][TEST_PATH_MAX], there[TEST_PATH_MAX], back[TEST_PATH_MAX];
	char *texts[SHOWN + 1] = {0};

	for (unsigned i = 0; raw[i]; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%.200s/%u.plan", test_directory(), i);
		texts[i] = paths[i];
	}
	snprintf(there, sizeof(there), "%.200s/there", test_directory());
	snprintf(back, sizeof(back), "%.200s/back", test_directory());
	/* One at a time: several are shown as the runs of one plan. */
	for (unsigned i = 0; raw[i]; i++) {
		char *one[] = {raw[i], NULL};
		if (test_show(target, one, true, paths[i]) != 0)
			test_fail(1, "replay --show failed for %s:\n%s", target->class_name, test_output());
	}
	if (test_pack(target, raw, true, there) != 0 || test_pack(target, texts, false, back) != 0)
		test_fail(1, "replay --pack failed for %s:\n%s", target->class_name, test_output());
	if (!files_equal(there, back)) {
		printf("%s: one of %d plans is another after show and pack\n", target->class_name, SHOWN);
		failed++;
	}
}

static void batch_round_trips(const struct test_target *target, char *const *files)
{
	char *few[SHOWN + 1] = {0};

	memcpy(few, files, SHOWN * sizeof(*few));
	round_trips(target, few);
}

static size_t batch_run(const struct test_target *target, uint64_t *random, const char *keep)
{
	static uint8_t bytes[CGF_INPUT_BYTES_MAX];
	static char paths[BATCH][TEST_PATH_MAX];
	char *files[BATCH + 1] = {0}, path[TEST_PATH_MAX];
	struct cgf_verdict verdict;
	size_t ended;

	for (unsigned i = 0; i < BATCH; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%.200s/%u.bin", test_directory(), i);
		test_file_write(paths[i], bytes, string_make(bytes, random));
		files[i] = paths[i];
	}
	ended = test_batch(&verdict, NULL, target, files, true, NULL);
	batch_round_trips(target, files);
	if (ended == BATCH)
		return ended;
	failed++;
	printf("%s %s: string %zu of a batch ends with %s at=%s\n", target->class_name, target->build, ended,
	       verdict.name, verdict.at);
	if (!keep)
		return ended;
	snprintf(path, sizeof(path), "%.200s/%s-%s-%u.bin", keep, target->class_name, target->build, failed);
	test_file_write(path, bytes, test_file_read(bytes, sizeof(bytes), paths[ended]));
	printf("kept as %s\n", path);
	fflush(stdout);
	return ended;
}

int main(int argc, char **argv)
{
	static struct test_class classes[TEST_CLASSES_MAX];
	const char *builds[TEST_BUILDS_MAX];
	size_t build_count;
	unsigned strings = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 100000, done = 0;
	size_t ran = 0;
	uint64_t random = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
	char program[32];
	size_t count;

	if (argc < 2 || argc > 5 || strings == 0)
		test_fail(2, "usage: bytes PROGRAMS [STRINGS [SEED [KEEP]]]  (PROGRAMS: build/programs)");
	count = test_classes_find(classes, argv[1], NULL);
	for (unsigned turn = 0; done < strings; turn++) {
		const struct test_class *class = &classes[turn % count];
		build_count = test_builds_of(builds, class->builds);
		const struct test_target target = {argv[1],
		                                   class->set,
		                                   class->name,
		                                   class->variants[class->variant_count - 1],
		                                   builds[turn / count % build_count],
		                                   NULL};
		snprintf(program, sizeof(program), "replay-%s", target.build);
		if (strncmp(target.variant, "fixed", 5) != 0 ||
		    !test_program_exists(argv[1], class->set, program))
			continue;
		ran += batch_run(&target, &random, argc > 4 ? argv[4] : NULL);
		done += BATCH;
	}
	printf("%zu of %u byte strings decoded, ran, ended and came back from their text; %u failures\n", ran,
	       done, failed);
	return failed > 0;
}
