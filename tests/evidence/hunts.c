/*
 * hunts.c: see hunts.h.
 */
#include "hunts.h"

#include "child.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	SLICE_RUNS = 200, /* of one process, as in the first seconds of a hunt of the command's */
	SLICE_TIMEOUT_MS = 120000,
	STEPS = 12,
};

static struct cgf_capture capture;

static void engine_run(struct hunt *out, const struct test_target *target, unsigned seed, unsigned runs)
{
	static char program[TEST_PATH_MAX], stats[TEST_PATH_MAX], artifacts[TEST_PATH_MAX];
	char seed_option[32], runs_option[32], length_option[32], number[16];
	char *argv[] = {program, seed_option, runs_option, length_option, "-len_control=0", artifacts, NULL};
	const struct cgf_child_request request = {.path = program,
	                                          .argv = argv,
	                                          .captured = CGF_CHILD_STDOUT | CGF_CHILD_STDERR,
	                                          .silent = true,
	                                          .own_group = true,
	                                          .timeout_ms = SLICE_TIMEOUT_MS};
	int status = 0, error;

	snprintf(program, sizeof(program), "%.300s/%s/libfuzzer-%s", target->programs, target->set,
	         target->build);
	snprintf(stats, sizeof(stats), "%.200s/stats", test_directory());
	snprintf(artifacts, sizeof(artifacts), "-artifact_prefix=%.200s/", test_directory());
	snprintf(seed_option, sizeof(seed_option), "-seed=%u", seed);
	snprintf(runs_option, sizeof(runs_option), "-runs=%u", runs);
	snprintf(length_option, sizeof(length_option), "-max_len=%u", 1 + STEPS * CGF_STEP_BYTES);
	setenv("CGF_CLASS", target->class_name, 1);
	setenv("CGF_VARIANT", target->variant, 1);
	setenv("CGF_OP", target->op, 1);
	setenv("CGF_STATS", stats, 1);
	snprintf(number, sizeof(number), "%u", seed);
	setenv("CGF_OPENING_SEED", number, 1);
	setenv("CGF_OPENING_INDEX", number, 1);
	test_stats_make(stats);
	capture.pass_to = -1;
	capture.total = 0;
	error = cgf_child_run(&status, &capture, &request);
	cgf_capture_finish(&capture);
	test_stats_read(&out->stats, stats);
	if (error == -ETIMEDOUT)
		out->verdict = (struct cgf_verdict){.name = "harness/timeout"};
	else if (error)
		test_fail(3, "cannot run %s: %s", program, strerror(-error));
	else if (status == 0)
		out->verdict = (struct cgf_verdict){.name = "none"};
	else
		cgf_verdict_parse(&out->verdict, capture.text, strlen(capture.text), status);
}

/* The input of a finding, as a file. */
static void input_write(char *path, size_t size, const struct hunt *found)
{
	snprintf(path, size, "%.200s/found.bin", test_directory());
	test_file_write(path, found->stats.input, found->stats.input_size);
}

/* An engine knows that memory leaks when its process ends, and not which run made it; it takes exit for its
 * own end; and of some deaths it sees no place. A replay of the input tells, as in a hunt of the command's.
 */
static void verdict_by_replay(struct hunt *out, const struct test_target *target)
{
	char raw[TEST_PATH_MAX];
	struct cgf_verdict again;

	if (strcmp(out->verdict.name, "lsan/leak") != 0 && strcmp(out->verdict.at, "unknown") != 0)
		return;
	input_write(raw, sizeof(raw), out);
	test_replay(&again, target, raw, true);
	if (cgf_verdict_exit_code(&again) == CGF_EXIT_FOUND)
		out->verdict = again;
}

/* Runs plans in one process after the other until `wanted` have run or one found something. */
void hunt_run(struct hunt *out, const struct test_target *target, unsigned *seed, uint64_t wanted)
{
	int64_t began = cgf_now_ms();

	out->executions = 0;
	do {
		uint64_t left = wanted - out->executions;

		engine_run(out, target, (*seed)++, left < SLICE_RUNS ? (unsigned)left : SLICE_RUNS);
		out->executions += out->stats.executions;
		if (out->stats.executions == 0 && strcmp(out->verdict.name, "none") == 0)
			test_fail(3, "%s %s %s: the engine ran nothing", target->class_name, target->op,
			          target->build);
	} while (strcmp(out->verdict.name, "none") == 0 && out->executions < wanted);
	verdict_by_replay(out, target);
	out->ms = cgf_now_ms() - began;
}

static void plan_print(const struct test_target *target, const char *raw)
{
	char *const files[] = {(char *)raw, NULL};
	char shown[TEST_PATH_MAX], text[CGF_TEXT_BYTES_MAX];
	size_t size;

	snprintf(shown, sizeof(shown), "%.200s/shown.plan", test_directory());
	if (test_show(target, files, true, shown) != 0)
		return;
	size = test_file_read(text, sizeof(text) - 1, shown);
	text[size] = '\0';
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		if (!strchr(line, ':') && strncmp(line, "cgofault plan", 13) != 0)
			printf("    %s\n", line);
}

/* Replays the input of a finding in fresh processes; how many of them agree with it. */
unsigned hunt_confirm(const struct hunt *found, const struct test_target *target, const char *keep)
{
	char raw[TEST_PATH_MAX];
	struct cgf_verdict again;
	unsigned agree = 0;

	input_write(raw, sizeof(raw), found);
	unsigned times = strcmp(found->verdict.name, "harness/timeout") == 0 ? 1 : HUNT_CONFIRMATIONS;
	for (unsigned i = 0; i < times; i++) {
		test_replay(&again, target, raw, true);
		agree += strcmp(again.name, found->verdict.name) == 0 &&
		         strcmp(again.at, found->verdict.at) == 0;
		if (i == 0)
			printf("  a fresh process: %s at=%s %s go %s\n", again.name, again.at, again.keys,
			       again.go);
	}
	printf("  %u of %u fresh processes agree\n", agree, times);
	if (keep) {
		char kept[TEST_PATH_MAX];
		snprintf(kept, sizeof(kept), "%.200s/%s-%s-%s-%s.bin", keep, target->class_name, target->op,
		         target->variant, target->build);
		test_file_write(kept, found->stats.input, found->stats.input_size);
	}
	plan_print(target, raw);
	return agree;
}
