/*
 * run.c: `cgofault run`: replays plans in fresh processes.
 */
#include "verbs.h"

#include "child.h"
#include "own/plan.h"
#include "own/replay_plan.h"
#include "plans/files.h"
#include "plans/progress.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/stop.h"
#include "plans/stored.h"
#include "wish.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

enum { TIMES_MAX = 1000000, OUTCOMES_MAX = 32, RUN_MS_MAX = 86400 * 1000 };

struct run_options {
	struct cgf_wish wish;
	long times;
	bool story, check;
};

/* One run whose output is the user's to see. The exit code. */
static int run_openly(const struct cgf_programs *programs, const struct cgf_target *target, const char *file,
                      bool story)
{
	char path[CGF_PATH_BYTES_MAX];
	char *arguments[CGF_REPLAY_ARGUMENTS_MAX];
	struct cgf_child_request request = {.path = path,
	                                    .argv = arguments,
	                                    .own_group = true,
	                                    .timeout_ms = RUN_MS_MAX,
	                                    .stop = &cgf_stop};
	int status = 0, error;

	if (!cgf_program_path(path, sizeof(path), programs, target->set, "replay", target->build))
		return cgf_harness_failed("%s was not built; cmake -B build says why", path);
	cgf_replay_arguments(arguments, path, story ? "--story" : NULL, target, file);
	fflush(stdout);
	error = cgf_child_run(&status, NULL, &request);
	if (error != 0 && error != -EINTR)
		return cgf_harness_failed("cannot run %s: %s", path, strerror(-error));
	return error == 0 && WIFEXITED(status) ? WEXITSTATUS(status) : CGF_EXIT_HARNESS;
}

/* How often each outcome came: a verdict with its trace, as its last line tells them. */
struct outcome {
	char line[CGF_VERDICT_LINE_BYTES_MAX];
	enum cgf_exit_code code;
	long count;
};

static void count_outcome(struct outcome *outcomes, size_t *outcome_count, const struct cgf_verdict *verdict)
{
	char line[CGF_VERDICT_LINE_BYTES_MAX];
	size_t i = 0;

	cgf_verdict_write(line, sizeof(line), verdict);
	while (i < *outcome_count && strcmp(outcomes[i].line, line) != 0)
		i++;
	if (i == OUTCOMES_MAX)
		return;
	if (i == *outcome_count) {
		strcpy(outcomes[i].line, line);
		outcomes[i].code = cgf_verdict_exit_code(verdict);
		outcomes[i].count = 0;
		(*outcome_count)++;
	}
	outcomes[i].count++;
}

/* Many silent runs. All agree: the exit code of what they agree on; else that of a harness that failed. */
static int run_many(const struct cgf_programs *programs, const struct cgf_target *target, const char *file,
                    long times)
{
	static struct outcome outcomes[OUTCOMES_MAX];
	size_t outcome_count = 0, most = 0;
	struct cgf_verdict verdict;
	long done = 0;
	int error = 0;

	for (; done < times && error == 0; done += error == 0) {
		error = cgf_replay_once(&verdict, programs, target, file);
		if (error == 0)
			count_outcome(outcomes, &outcome_count, &verdict);
		cgf_progress("%ld of %ld replays, %zu outcome%s", done + 1, times, outcome_count,
		             outcome_count == 1 ? "" : "s");
	}
	cgf_progress_end();
	if (error > 0)
		return error;
	for (size_t i = 0; i < outcome_count; i++) {
		if (outcome_count > 1)
			printf("%ld times: %s\n", outcomes[i].count, outcomes[i].line);
		most = outcomes[i].count > outcomes[most].count ? i : most;
	}
	if (done == 0)
		return CGF_EXIT_HARNESS;
	printf("%ld of %ld agree\n%s\n", outcomes[most].count, done, outcomes[most].line);
	return outcomes[most].count == times ? (int)outcomes[most].code : CGF_EXIT_HARNESS;
}

/* The programs of the classes, looked for when the first plan of a class comes. */
static int find_programs(struct cgf_programs **out)
{
	static struct cgf_programs programs;
	int code = programs.class_count ? 0 : cgf_programs_find(&programs);

	*out = &programs;
	return code;
}

/* Is it a plan of somebody's own package? Then `code` is what came of its replay. */
static bool run_own(int *code, const struct cgf_stored *plan, const struct run_options *options)
{
	static char text[CGF_TEXT_BYTES_MAX + 1];

	if (cgf_file_read(text, sizeof(text), plan->path) < 0 || !cgf_own_plan_is(text))
		return false;
	*code = cgf_own_replay(plan->name, text, options->times, options->check);
	return true;
}

static int run_file(const struct run_options *options, const char *file)
{
	struct cgf_programs *programs;
	struct cgf_stored plan;
	struct cgf_target target;
	int code = cgf_stored_open(&plan, file);

	if (code == 0 && run_own(&code, &plan, options)) {
		cgf_stored_close(&plan);
		return code;
	}
	if (code == 0 && options->check)
		code = cgf_wrong_usage("%s: --check is for plans of `cgofault test`", plan.name);
	if (code == 0)
		code = find_programs(&programs);
	if (code == 0)
		code = cgf_target_for_file(&target, programs, &plan, &options->wish);
	if (code == 0)
		code = options->times > 1 ? run_many(programs, &target, plan.path, options->times)
		                          : run_openly(programs, &target, plan.path, options->story);
	cgf_stored_close(&plan);
	return code;
}

/* What went wrong weighs more than what was found. */
static int worse(int a, int b)
{
	static const int order[] = {CGF_EXIT_NOTHING, CGF_EXIT_FOUND, CGF_EXIT_HARNESS, CGF_EXIT_USAGE};
	int result = a;

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (order[i] == a || order[i] == b)
			result = order[i];
	return result;
}

int cgf_verb_run(const struct cgf_verb *verb, int argc, char **argv)
{
	struct run_options options = {.times = 1};
	const struct cgf_option table[] = {
	        CGF_WISH_OPTIONS(options.wish),
	        {"times", "N", "Replays N times and says how many agree in verdict and trace.",
	         .number = &options.times, .number_min = 1, .number_max = TIMES_MAX},
	        {"story", NULL, "Tells what happened, in order.", .flag = &options.story},
	        {"check", NULL,
	         "Of a plan of `cgofault test`: exits with 0 if what is known is there, or what is fixed is "
	         "silent.",
	         .flag = &options.check},
	        {.name = NULL},
	};
	int operand, code;

	if (!cgf_options_read(verb, table, argc, argv, 1, TIMES_MAX, &operand, &code))
		return code;
	for (code = 0; operand < argc && code != CGF_EXIT_USAGE && !cgf_stop; operand++)
		code = worse(code, run_file(&options, argv[operand]));
	return code;
}
