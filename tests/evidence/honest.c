/*
 * honest.c: is each correct program of tests/honest silent, and is its Buggy twin found?
 *
 * libFuzzer makes plans that call one op alone. The Fixed variant runs N of them in each build; the Buggy one
 * is hunted for at most so many executions, and what is found must be a verdict that tests/honest/verdicts
 * names for it, in three fresh processes too. A finding's plan is printed as text.
 */
#include "hunts.h"
#include "rows.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPS_MAX = 256 };

struct options {
	const char *programs, *verdicts, *only, *build, *keep;
	uint64_t executions, hunt;
	unsigned seed;
	bool fixed, buggy, sample;
};

struct op {
	char class_name[CGF_NAME_BYTES_MAX], name[CGF_NAME_BYTES_MAX];
};

static void line_print(const struct test_target *target, const struct hunt *outcome, const char *word)
{
	const struct cgf_verdict *verdict = &outcome->verdict;
	double seconds = outcome->ms > 0 ? (double)outcome->ms / 1000 : 0.001;

	printf("%-10s %-14s %-6s %-5s %8llu %7.0f  %-6s %s%s%s %s\n", target->class_name, target->op,
	       target->variant, target->build, (unsigned long long)outcome->executions,
	       (double)outcome->executions / seconds, word, verdict->name, *verdict->at ? " at=" : "",
	       verdict->at, verdict->go);
}

static bool fixed_judge(struct test_target target, const struct options *options)
{
	static struct hunt outcome;
	unsigned seed = options->seed;
	bool silent;

	target.variant = "fixed";
	hunt_run(&outcome, &target, &seed, options->executions);
	silent = strcmp(outcome.verdict.name, "none") == 0;
	line_print(&target, &outcome, silent ? "silent" : "FAILED");
	if (!silent)
		hunt_confirm(&outcome, &target, options->keep);
	fflush(stdout);
	return silent;
}

/* Hunts until a finding is what the table says, in fresh processes too. What no fresh process has is no
 * finding, and the hunt goes on: an earlier run has left something behind. */
static bool buggy_judge(struct test_target target, const struct options *options)
{
	static struct hunt hunt;
	unsigned seed = options->seed, agree = 0;
	uint64_t before = 0;
	int64_t ms = 0;

	target.variant = "buggy";
	if (!rows_have(&target))
		return true;
	while (agree == 0) {
		hunt_run(&hunt, &target, &seed, options->hunt - before);
		hunt.executions += before;
		hunt.ms += ms;
		before = hunt.executions;
		ms = hunt.ms;
		if (strcmp(hunt.verdict.name, "none") == 0 || before >= options->hunt)
			break;
		line_print(&target, &hunt, rows_expect(&target, &hunt.verdict) ? "found" : "WRONG");
		agree = hunt_confirm(&hunt, &target, options->keep);
	}
	if (agree == 0)
		line_print(&target, &hunt, "MISSED");
	fflush(stdout);
	return agree == HUNT_CONFIRMATIONS && rows_expect(&target, &hunt.verdict);
}

/* ---- which ops ---- */

/* The program's own list has a line for each op: CLASS, OP, VARIANT,VARIANT. It ends before the first run: a
 * run waits for all children of this process. */
static size_t ops_list(struct op *out, const struct options *options)
{
	char command[2 * TEST_PATH_MAX], line[4096], whole[2 * CGF_NAME_BYTES_MAX + 1];
	size_t count = 0;
	FILE *list;

	snprintf(command, sizeof(command), "exec '%s/honest/replay-plain' --list", options->programs);
	list = popen(command, "r");
	while (list && count < OPS_MAX && fgets(line, sizeof(line), list)) {
		char *rest = line;
		const char *class_name = strsep(&rest, "\t"), *name = strsep(&rest, "\t");

		if (!rest)
			continue;
		snprintf(out[count].class_name, CGF_NAME_BYTES_MAX, "%s", class_name);
		snprintf(out[count].name, CGF_NAME_BYTES_MAX, "%s", name);
		snprintf(whole, sizeof(whole), "%s/%s", out[count].class_name, out[count].name);
		if (!options->only || strcmp(options->only, class_name) == 0 ||
		    strcmp(options->only, whole) == 0)
			count++;
	}
	if (!list || pclose(list) != 0 || count == 0)
		test_fail(2, "no such op in %s/honest/replay-plain", options->programs);
	return count;
}

static const char usage[] =
        "usage: honest --programs DIR --verdicts FILE [--executions N] [--hunt N] [--only CLASS[/OP]]\n"
        "              [--build B] [--seed S] [--keep DIR] [--fixed] [--buggy] [--sample]\n"
        "Runs N plans (20000) of each Fixed op, which must be silent, and hunts each Buggy one for at most\n"
        "N executions (2000), which must be found as FILE says. --fixed, --buggy: these alone. --keep:\n"
        "where the inputs of findings are kept. --sample: each op in one build, taking turns.\n"
        "Exit code 0: all is so; 1: not.\n";

static void options_read(struct options *out, int argc, char **argv)
{
	static const struct option names[] = {{"programs", required_argument, NULL, 'p'},
	                                      {"verdicts", required_argument, NULL, 'v'},
	                                      {"executions", required_argument, NULL, 'n'},
	                                      {"hunt", required_argument, NULL, 'h'},
	                                      {"only", required_argument, NULL, 'o'},
	                                      {"build", required_argument, NULL, 'b'},
	                                      {"seed", required_argument, NULL, 's'},
	                                      {"keep", required_argument, NULL, 'k'},
	                                      {"fixed", no_argument, NULL, 'F'},
	                                      {"buggy", no_argument, NULL, 'B'},
	                                      {"sample", no_argument, NULL, 'S'},
	                                      {NULL, 0, NULL, 0}};
	int option;

	*out = (struct options){.executions = 20000, .hunt = 2000, .seed = 1};
	while ((option = getopt_long(argc, argv, "", names, NULL)) >= 0) {
		const char **texts[] = {['p'] = &out->programs,
		                        ['v'] = &out->verdicts,
		                        ['o'] = &out->only,
		                        ['b'] = &out->build,
		                        ['k'] = &out->keep};
		if (option == 'n')
			out->executions = strtoull(optarg, NULL, 10);
		else if (option == 'h')
			out->hunt = strtoull(optarg, NULL, 10);
		else if (option == 's')
			out->seed = (unsigned)strtoul(optarg, NULL, 10);
		else if (option == 'F')
			out->fixed = true;
		else if (option == 'B')
			out->buggy = true;
		else if (option == 'S')
			out->sample = true;
		else if (option == '?')
			test_fail(2, "%s", usage);
		else
			*texts[option] = optarg;
	}
	if (optind != argc || !out->programs || !out->verdicts || !out->executions || !out->hunt)
		test_fail(2, "%s", usage);
	if (!out->fixed && !out->buggy)
		out->fixed = out->buggy = true;
}

int main(int argc, char **argv)
{
	const char *builds[TEST_BUILDS_MAX];
	size_t build_count = test_builds_of(builds, "");
	static struct op ops[OPS_MAX];
	struct options options;
	unsigned judged = 0, failed = 0;
	size_t count;

	options_read(&options, argc, argv);
	setenv("CGF_TIMEOUT_S", "30", 0); /* of a replay; the user's own counts */
	rows_read(options.verdicts);
	count = ops_list(ops, &options);
	for (size_t i = 0; i < count * build_count; i++) {
		const struct test_target target = {.programs = options.programs,
		                                   .set = "honest",
		                                   .class_name = ops[i / build_count].class_name,
		                                   .build = builds[i % build_count],
		                                   .op = ops[i / build_count].name};
		char program[32];

		snprintf(program, sizeof(program), "libfuzzer-%s", target.build);
		if ((options.build && strcmp(options.build, target.build) != 0) ||
		    (options.sample && i % build_count != i / build_count % build_count) ||
		    !test_program_exists(options.programs, "honest", program))
			continue;
		judged++;
		if (options.fixed)
			failed += !fixed_judge(target, &options);
		if (options.buggy)
			failed += !buggy_judge(target, &options);
	}
	if (!judged) {
		puts("no libFuzzer program of the set honest was built");
		return 77;
	}
	printf("%u pairs of an op and a build, %u not as they should be\n", judged, failed);
	return failed > 0;
}
