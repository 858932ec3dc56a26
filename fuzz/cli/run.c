/*
 * run.c: `cgofault run`: replays plans in fresh processes.
 */
#include "verbs.h"

#include "child.h"
#include "own/replay_plan.h"
#include "own_plan.h"
#include "plans/files.h"
#include "plans/outcomes.h"
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

enum { TIMES_MAX = 1000000, RUN_MS_MAX = 86400 * 1000 };

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

/* Many silent runs. */
static int run_many(const struct cgf_programs *programs, const struct cgf_target *target, const char *file,
                    long times)
{
	static struct cgf_outcomes outcomes;
	struct cgf_verdict verdict;
	long done = 0;
	int error = 0;

	outcomes = (struct cgf_outcomes){0};
	for (; done < times && error == 0; done += error == 0) {
		error = cgf_replay_once(&verdict, programs, target, file);
		if (error == 0)
			cgf_outcomes_add(&outcomes, &verdict);
		cgf_progress("%ld of %ld replays, %zu outcome%s", done + 1, times, outcomes.count,
		             outcomes.count == 1 ? "" : "s");
	}
	cgf_progress_end();
	return error > 0 ? error : cgf_outcomes_tell(&outcomes, done, times);
}

/* The programs of the classes, looked for when the first plan of a class comes. */
static int find_programs(struct cgf_programs **out)
{
	static struct cgf_programs programs;
	int code = programs.class_count ? 0 : cgf_programs_find(&programs);

	*out = &programs;
	return code;
}

static int run_own(const struct cgf_stored *plan, const char *text, const struct run_options *options)
{
	const struct cgf_own_replay_request request = {.name = plan->name,
	                                               .text = text,
	                                               .times = options->times,
	                                               .check = options->check,
	                                               .story = options->story};
	int code = cgf_own_plan_check_wish(plan, &options->wish, NULL);

	return code ? code : cgf_own_replay(&request);
}

static int run_file(const struct run_options *options, const char *file)
{
	struct cgf_programs *programs;
	struct cgf_stored plan;
	struct cgf_target target;
	int code = cgf_stored_open(&plan, file);
	const char *text = code == 0 ? cgf_own_plan_text(&plan) : NULL;

	if (text) {
		code = run_own(&plan, text, options);
		cgf_stored_close(&plan);
		return code;
	}
	if (code == 0 && options->check)
		code = cgf_wrong_usage("%s: --check is for plans of packages", plan.name);
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
	         "Of a plan of a package: exits with 0 if what is known is there, or what is fixed is "
	         "silent.",
	         .flag = &options.check},
	        {.name = NULL},
	};
	int operand, code;

	if (!cgf_options_read(verb, table, argc, argv, 1, TIMES_MAX, &operand, &code))
		return code;
	if (options.times > 1 && (options.story || options.check))
		return cgf_wrong_usage("--%s is about one run: leave out --times",
		                       options.story ? "story" : "check");
	for (code = 0; operand < argc && code != CGF_EXIT_USAGE && !cgf_stop; operand++)
		code = worse(code, run_file(&options, argv[operand]));
	return code;
}
