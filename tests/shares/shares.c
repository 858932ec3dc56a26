/*
 * shares.c: how large a share of inputs that nobody chose finds the bug of each Buggy op: random bytes, 256
 * of them, with no engine and no mutator. What the engines need is to be read beside it.
 */
#include "programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_BYTES = 256, BATCH = 500 };

static char paths[BATCH][TEST_PATH_MAX];

static void inputs_make(unsigned count, uint64_t *random)
{
	uint8_t bytes[INPUT_BYTES];

	for (unsigned i = 0; i < count; i++) {
		for (unsigned at = 0; at < INPUT_BYTES; at++)
			bytes[at] = (uint8_t)(test_random(random) >> 32);
		snprintf(paths[i], sizeof(paths[i]), "%.200s/%u.bin", test_directory(), i);
		test_file_write(paths[i], bytes, INPUT_BYTES);
	}
}

/* Runs the inputs, in a new process after each one that finds something. Returns how many do. */
static unsigned inputs_run(const struct test_target *target, unsigned count)
{
	char *files[BATCH + 1];
	struct cgf_verdict verdict;
	unsigned found = 0;

	for (unsigned next = 0; next < count;) {
		size_t ended;

		for (unsigned i = next; i <= count; i++)
			files[i - next] = i < count ? paths[i] : NULL;
		ended = test_batch(&verdict, NULL, target, files, true, NULL);
		next += (unsigned)ended;
		if (next == count)
			break;
		if (strcmp(verdict.name, "none") == 0)
			test_fail(3, "%s %s: input %u ended the process with no verdict:\n%s",
			          target->class_name, target->op, next, test_output());
		found++;
		next++;
	}
	return found;
}

static void op_measure(const struct test_target *target, unsigned inputs)
{
	uint64_t random = 1;
	unsigned found = 0;

	for (unsigned done = 0; done < inputs; done += BATCH) {
		unsigned count = inputs - done < BATCH ? inputs - done : BATCH;

		inputs_make(count, &random);
		found += inputs_run(target, count);
	}
	printf("%-18s %-14s %-14s %-5s %6u of %u inputs find it, %.2f %%\n", target->class_name, target->op,
	       target->variant, target->build, found, inputs, 100.0 * found / inputs);
	fflush(stdout);
}

/* The program's own list has a line for each op: CLASS, OP, VARIANT,VARIANT. It ends before the first run: a
 * run waits for all children of this process. */
static size_t ops_list(char (*out)[CGF_NAME_BYTES_MAX], const struct test_class *class, const char *programs,
                       const char *build)
{
	char command[2 * TEST_PATH_MAX], line[4096];
	size_t count = 0;
	FILE *list;

	snprintf(command, sizeof(command), "exec '%s/%s/replay-%s' --list", programs, class->set, build);
	list = popen(command, "r");
	while (list && count < CGF_OPS_MAX && fgets(line, sizeof(line), list)) {
		char *rest = line;
		const char *name = strsep(&rest, "\t"), *op = strsep(&rest, "\t");
		const char *variants = strsep(&rest, "\t\n");

		if (variants && strcmp(name, class->name) == 0 && strncmp(variants, "buggy", 5) == 0)
			snprintf(out[count++], CGF_NAME_BYTES_MAX, "%s", op);
	}
	if (!list || pclose(list) != 0)
		test_fail(3, "cannot list the ops of %s", class->name);
	return count;
}

static void class_measure(const struct test_class *class, const char *programs, const char *build,
                          unsigned inputs)
{
	static char ops[CGF_OPS_MAX][CGF_NAME_BYTES_MAX];
	size_t count = ops_list(ops, class, programs, build);

	for (size_t i = 0; i < count; i++)
		op_measure(&(struct test_target){programs, class->set, class->name, class->variants[0], build,
		                                 ops[i]},
		           inputs);
}

int main(int argc, char **argv)
{
	static struct test_class classes[TEST_CLASSES_MAX];
	unsigned inputs = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 10000;
	const char *build = argc > 3 ? argv[3] : "asan", *only = argc > 4 ? argv[4] : NULL;
	char program[32];
	size_t count;

	if (argc < 2 || argc > 5 || inputs == 0)
		test_fail(2, "usage: shares PROGRAMS [INPUTS [BUILD [CLASS]]]  (PROGRAMS: build/programs)");
	count = test_classes_find(classes, argv[1], only);
	snprintf(program, sizeof(program), "replay-%s", build);
	for (size_t i = 0; i < count; i++) {
		const char *name = classes[i].name;

		if (strcmp(name, "canary") != 0 && !test_set_is_for_tests(classes[i].set) &&
		    strncmp(classes[i].variants[0], "buggy", 5) == 0 &&
		    test_program_exists(argv[1], classes[i].set, program))
			class_measure(&classes[i], argv[1], build, inputs);
	}
	return 0;
}
