/*
 * bytes.c: every byte string is a plan: it decodes, runs and ends, and its text packs into the same plan.
 *
 * The strings are run many to a process, on classes whose ops have no bug; a few of each batch go through
 * `replay --show` and `replay --pack`.
 */
#include "programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 250, ROUND_TRIPS = 2 };

static unsigned failed;

/* Small and large ones alike: a string has at most 64 steps, whatever comes after. */
static size_t string_make(uint8_t *out, uint64_t *random)
{
	size_t size = test_random(random) % (test_random(random) % 2 ? CGF_INPUT_BYTES_MAX + 1 : 400);

	for (size_t i = 0; i < size; i++)
		out[i] = (uint8_t)(test_random(random) >> 32);
	return size;
}

/* show, pack and show again: the text must be the same. */
static void round_trip(const struct test_target *target, const char *file)
{
	static char first[CGF_TEXT_BYTES_MAX], second[CGF_TEXT_BYTES_MAX];
	char text[TEST_PATH_MAX], packed[TEST_PATH_MAX];
	size_t first_size, second_size;

	snprintf(text, sizeof(text), "%.200s/text", test_directory());
	snprintf(packed, sizeof(packed), "%.200s/packed", test_directory());
	if (test_show(target, file, text) != 0)
		test_fail(1, "replay --show failed for %s %s", target->class_name, file);
	first_size = test_file_read(first, sizeof(first), text);
	if (test_pack(target, text, packed) != 0 || test_show(target, packed, text) != 0)
		test_fail(1, "replay --pack failed for %s:\n%s", target->class_name, first);
	second_size = test_file_read(second, sizeof(second), text);
	if (first_size != second_size || memcmp(first, second, first_size) != 0) {
		printf("another plan after show and pack: %s\n%.*s\n", target->class_name, (int)first_size,
		       first);
		failed++;
	}
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
	for (unsigned i = 0; i < ROUND_TRIPS; i++)
		round_trip(target, paths[test_random(random) % BATCH]);
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
	static const char *const builds[] = {"plain", "asan", "tsan"};
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
		const struct test_target target = {argv[1],
		                                   class->set,
		                                   class->name,
		                                   class->variants[class->variant_count - 1],
		                                   builds[turn / count % 3],
		                                   NULL};
		snprintf(program, sizeof(program), "replay-%s", target.build);
		if (strncmp(target.variant, "fixed", 5) != 0 ||
		    !test_program_exists(argv[1], class->set, program))
			continue;
		ran += batch_run(&target, &random, argc > 4 ? argv[4] : NULL);
		done += BATCH;
	}
	printf("%zu of %u byte strings decoded, ran and ended; %u failures\n", ran, done, failed);
	return failed > 0;
}
