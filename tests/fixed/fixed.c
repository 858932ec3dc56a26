/*
 * fixed.c: fixed means clean: libFuzzer runs each fixed variant until enough executions counted, which are
 * those where a fault fired, or a collection ran while a call was parked inside C. Prints how often each
 * fault fired in each op.
 */
#include "programs.h"

#include "child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 20000, WAIT_MS = 600000 };

static struct cgf_stats stats;

static void table_print(void)
{
	for (unsigned op = 0; op < stats.op_count; op++) {
		printf("  %-20s %10llu ended\n", stats.ops[op], (unsigned long long)stats.calls[op]);
		for (unsigned site = 0; site < stats.site_count; site++) {
			if (stats.fired[op][site])
				printf("    %-46s %10llu\n", stats.sites[site],
				       (unsigned long long)stats.fired[op][site]);
		}
	}
	for (unsigned site = 0; site < stats.site_count; site++) {
		if (stats.fired_in_actions[site])
			printf("  action %-41s %10llu\n", stats.sites[site],
			       (unsigned long long)stats.fired_in_actions[site]);
	}
	fflush(stdout);
}

/* One process of the engine; its exit code, or 128 and a signal. */
static int engine_run(const char *program, unsigned seed, const char *directory)
{
	static struct cgf_capture capture;
	char seed_option[32], runs_option[32], artifacts[TEST_PATH_MAX];
	char *argv[] = {(char *)program, seed_option,      runs_option, artifacts,
	                "-max_len=769",  "-len_control=0", NULL};
	const struct cgf_child_request request = {.path = program,
	                                          .argv = argv,
	                                          .captured = CGF_CHILD_STDOUT | CGF_CHILD_STDERR,
	                                          .silent = true,
	                                          .own_group = true,
	                                          .timeout_ms = WAIT_MS};
	int status = 0, error;

	snprintf(seed_option, sizeof(seed_option), "-seed=%u", seed);
	snprintf(runs_option, sizeof(runs_option), "-runs=%u", RUNS);
	snprintf(artifacts, sizeof(artifacts), "-artifact_prefix=%.200s/", directory);
	capture.pass_to = -1;
	capture.total = 0;
	error = cgf_child_run(&status, &capture, &request);
	cgf_capture_finish(&capture);
	if (error || status) {
		size_t size = strlen(capture.text);
		printf("%s ended with %#x:\n%s\n", program, (unsigned)status,
		       capture.text + (size > 4000 ? size - 4000 : 0));
	}
	return error ? 1 : status;
}

static bool variant_run(const struct test_target *target, uint64_t wanted, const char *keep)
{
	char program[TEST_PATH_MAX], stats_file[TEST_PATH_MAX];
	bool clean = true;

	snprintf(program, sizeof(program), "%.300s/%s/libfuzzer-%s", target->programs, target->set,
	         target->build);
	snprintf(stats_file, sizeof(stats_file), "%.200s/stats", test_directory());
	test_stats_make(stats_file);
	setenv("CGF_CLASS", target->class_name, 1);
	setenv("CGF_VARIANT", target->variant, 1);
	setenv("CGF_STATS", stats_file, 1);
	for (unsigned seed = 1; clean && stats.effective < wanted; seed++) {
		clean = engine_run(program, seed, keep ? keep : test_directory()) == 0;
		test_stats_read(&stats, stats_file);
	}
	printf("%s %s %s: %llu executions, %llu of them count, %llu collections inside a call: %s\n",
	       target->class_name, target->variant, target->build, (unsigned long long)stats.executions,
	       (unsigned long long)stats.effective, (unsigned long long)stats.gc_in_call,
	       clean ? "clean" : "A VERDICT");
	table_print();
	stats = (struct cgf_stats){0};
	return clean;
}

int main(int argc, char **argv)
{
	static struct test_class classes[TEST_CLASSES_MAX];
	static const char *const builds[] = {"asan", "tsan", "plain"};
	uint64_t wanted = argc > 2 ? strtoull(argv[2], NULL, 10) : 300000;
	const char *only = argc > 3 && *argv[3] ? argv[3] : NULL;
	unsigned dirty = 0;
	char program[32];
	size_t count;

	if (argc < 2 || argc > 5 || wanted == 0)
		test_fail(2, "usage: fixed PROGRAMS [EXECUTIONS [CLASS [KEEP]]]  (PROGRAMS: build/programs)");
	count = test_classes_find(classes, argv[1], only);
	for (size_t i = 0; i < count * 3; i++) {
		const struct test_class *class = &classes[i / 3];
		const struct test_target target = {argv[1],       class->set,
		                                   class->name,   class->variants[class->variant_count - 1],
		                                   builds[i % 3], NULL};
		snprintf(program, sizeof(program), "libfuzzer-%s", target.build);
		if (strncmp(target.variant, "fixed", 5) == 0 && strcmp(class->name, "canary") != 0 &&
		    test_program_exists(argv[1], class->set, program))
			dirty += !variant_run(&target, wanted, argc > 4 ? argv[4] : NULL);
	}
	return dirty > 0;
}
