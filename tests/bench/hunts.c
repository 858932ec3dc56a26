/*
 * hunts.c: how long each engine takes from one input of a single zero byte to the first finding of each Buggy
 * op. The `cgofault` command runs the engines, counts their executions in CGF_STATS, and confirms what they
 * find.
 */
#include "bench.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { SECONDS_MAX = 60, NAME_BYTES = 128, LINE_BYTES = 8192, EXECUTIONS_LIMIT = 1000, SECONDS_LIMIT = 5 };

struct target {
	char class_name[NAME_BYTES], op[NAME_BYTES], variant[NAME_BYTES];
};

#define NEVER 1e12

static const char *const engines[] = {"libfuzzer", "afl"};

enum { NOTHING = 0, FOUND = 77 }; /* exit codes of the command */

/* One hunt. Its exit code, or -1. */
static int hunt(double *executions, double *seconds, const struct bench_options *options,
                const struct target *target, const char *engine, long seed)
{
	char command[4 * BENCH_PATH_BYTES_MAX], line[LINE_BYTES];
	int status;
	FILE *output;

	snprintf(command, sizeof(command),
	         "exec '%s/cgofault' fuzz %s --variant %s --op %s --engine %s --build %s --seed %ld "
	         "--seconds %d "
	         "--out '%s/tests/bench/findings' 2>>'%s/tests/bench/hunts.log'",
	         options->build_directory, target->class_name, target->variant, target->op, engine,
	         options->build, seed, SECONDS_MAX, options->build_directory, options->build_directory);
	output = popen(command, "r");
	if (!output)
		return -1;
	while (fgets(line, sizeof(line), output)) {
		const char *after = strstr(line, " after ");

		if (strncmp(line, "found ", 6) == 0 && after)
			sscanf(after, " after %lf executions, %lf s", executions, seconds);
	}
	status = pclose(output);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct outcome {
	long found;
	double executions[BENCH_SAMPLES_MAX], seconds[BENCH_SAMPLES_MAX];
};

/* All seeds of one op and engine. What was not found counts as more than any number. 0, or 3. */
static int hunt_all(struct outcome *out, const struct bench_options *options, const struct target *target,
                    const char *engine)
{
	out->found = 0;
	for (long i = 0; i < options->seeds; i++) {
		int code;

		out->executions[i] = out->seconds[i] = NEVER;
		code = hunt(&out->executions[i], &out->seconds[i], options, target, engine, i + 1);
		if (code != FOUND && code != NOTHING) {
			fprintf(stderr,
			        "cgofault: harness `cgofault fuzz %s --op %s` ended with %d; see "
			        "%s/tests/bench/hunts.log\n",
			        target->class_name, target->op, code, options->build_directory);
			return 3;
		}
		out->found += code == FOUND;
	}
	return 0;
}

static void tell(cJSON *json, struct outcome *outcome, const struct bench_options *options,
                 const struct target *target, const char *engine)
{
	double executions = bench_median(outcome->executions, (size_t)options->seeds);
	double seconds = bench_median(outcome->seconds, (size_t)options->seeds);
	bool kept = executions <= EXECUTIONS_LIMIT && seconds <= SECONDS_LIMIT;
	cJSON *entry = cJSON_CreateObject();

	cJSON_AddItemToArray(json, entry);
	cJSON_AddStringToObject(entry, "class", target->class_name);
	cJSON_AddStringToObject(entry, "op", target->op);
	cJSON_AddStringToObject(entry, "variant", target->variant);
	cJSON_AddStringToObject(entry, "engine", engine);
	cJSON_AddStringToObject(entry, "build", options->build);
	cJSON_AddNumberToObject(entry, "seeds", (double)options->seeds);
	cJSON_AddNumberToObject(entry, "found", (double)outcome->found);
	printf("(a) %-18s %-14s %-14s %-9s %-5s found %2ld of %ld", target->class_name, target->op,
	       target->variant, engine, options->build, outcome->found, options->seeds);
	if (executions < NEVER) {
		printf(", median %6.0f executions %6.1f s", executions, seconds);
		cJSON_AddNumberToObject(entry, "executions_median", executions);
		cJSON_AddNumberToObject(entry, "seconds_median", seconds);
	}
	printf("  %s\n", kept ? "kept" : "NOT KEPT");
	fflush(stdout);
}

/* A line of `replay-plain --list`: CLASS, OP, VARIANT,VARIANT. False for what has no bug to find. */
static bool target_read(struct target *out, char *line, const struct bench_options *options)
{
	char *rest = line;
	const char *class_name = strsep(&rest, "\t"), *op = strsep(&rest, "\t");
	char *variants = strsep(&rest, "\t\n"), *variant;

	if (!variants || strcmp(class_name, "canary") == 0 || strcmp(class_name, "selftest") == 0 ||
	    (options->only_class && strcmp(class_name, options->only_class) != 0))
		return false;
	while ((variant = strsep(&variants, ",")))
		if (strncmp(variant, "buggy", 5) == 0) {
			snprintf(out->class_name, NAME_BYTES, "%s", class_name);
			snprintf(out->op, NAME_BYTES, "%s", op);
			snprintf(out->variant, NAME_BYTES, "%s", variant);
			return true;
		}
	return false;
}

static int measure_program(cJSON *json, const struct bench_options *options, const char *program)
{
	static struct outcome outcome;
	char command[BENCH_PATH_BYTES_MAX + 32], line[LINE_BYTES];
	struct target target;
	FILE *list;
	int code = 0;

	snprintf(command, sizeof(command), "exec '%s' --list", program);
	list = popen(command, "r");
	while (list && code == 0 && fgets(line, sizeof(line), list)) {
		if (!target_read(&target, line, options))
			continue;
		for (size_t i = 0; code == 0 && i < sizeof(engines) / sizeof(engines[0]); i++) {
			code = hunt_all(&outcome, options, &target, engines[i]);
			if (code == 0)
				tell(json, &outcome, options, &target, engines[i]);
		}
	}
	if (list)
		pclose(list);
	return code;
}

int bench_hunts(cJSON *json, const struct bench_options *options)
{
	char pattern[BENCH_PATH_BYTES_MAX + 64];
	cJSON *entries = cJSON_AddArrayToObject(json, "first_finding");
	glob_t programs;
	int code = 0;

	snprintf(pattern, sizeof(pattern), "%s/programs/*/replay-plain", options->build_directory);
	if (glob(pattern, 0, NULL, &programs) != 0) {
		fprintf(stderr, "cgofault: harness no program matches %s\n", pattern);
		return 3;
	}
	for (size_t i = 0; code == 0 && i < programs.gl_pathc; i++)
		code = measure_program(entries, options, programs.gl_pathv[i]);
	globfree(&programs);
	return code;
}
