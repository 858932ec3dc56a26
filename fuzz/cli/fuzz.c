/*
 * fuzz.c: `cgofault fuzz`: one class, one engine, up to the first confirmed finding; or all fault sets of a
 * class that shows when building.
 */
#include "verbs.h"

#include "hunt/finding.h"
#include "hunt_show.h"
#include "plans/files.h"
#include "plans/ops.h"
#include "plans/say.h"

#include <stdint.h>
#include <stdio.h>

/* Fault sets are few, and all of them are wanted. */
enum { SECONDS = 600, SECONDS_MAX = 7 * 86400, ENUMERATION_SECONDS = SECONDS_MAX };

/* The value of --known where no folder follows. */
static const char own_corpus[] = "the corpus beside the build folder";

struct asked {
	const char *variant, *build;
	struct cgf_option_texts ops;
	char output[CGF_PATH_BYTES_MAX + 16], pending[CGF_PATH_BYTES_MAX + 32],
	        corpus[CGF_PATH_BYTES_MAX + 16];
};

/* The folders that were not named, and those below them. 0, or an exit code after one line. */
static int choose_folders(struct cgf_hunt_request *request, struct asked *asked)
{
	const struct cgf_programs *programs = request->programs;

	if (!request->output &&
	    !cgf_text_make(asked->output, sizeof(asked->output), "%s/findings", programs->build_directory))
		return CGF_EXIT_USAGE;
	request->output = request->output ? request->output : asked->output;
	if (!cgf_text_make(asked->pending, sizeof(asked->pending), "%s/pending", request->output))
		return CGF_EXIT_USAGE;
	request->pending = asked->pending;
	if (!request->known)
		return 0;
	if (!cgf_corpus_find(asked->corpus, sizeof(asked->corpus), programs,
	                     request->known == own_corpus ? NULL : request->known))
		return cgf_wrong_usage("--known: there is no folder %s", asked->corpus);
	request->known = asked->corpus;
	return 0;
}

static int enumerate(struct cgf_hunt_request *request)
{
	if (request->engine || request->seeds)
		return cgf_wrong_usage("%s shows when building: all its fault sets are run, without --engine "
		                       "and --seeds",
		                       request->target->class_name);
	request->seconds = request->seconds ? request->seconds : ENUMERATION_SECONDS;
	return cgf_enumerate_and_tell(request);
}

static int fuzz(struct cgf_hunt_request *request)
{
	static struct cgf_hunt hunt;
	int code;

	request->seconds = request->seconds ? request->seconds : SECONDS;
	request->engine = request->engine ? request->engine : "libfuzzer";
	cgf_hunt_show(request);
	code = cgf_hunt(&hunt, request);
	return cgf_hunt_tell(&hunt, request, code);
}

int cgf_verb_fuzz(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	static struct asked asked;
	struct cgf_target target;
	struct cgf_hunt_request request = {.programs = &programs, .target = &target, .seed = 1};
	const struct cgf_option table[] = {
	        {"engine", "ENGINE", "Fuzzes with libfuzzer or afl. Unless given it is libfuzzer.",
	         .text = &request.engine},
	        {"build", "BUILD", "Takes one of the builds that list shows. Unless given it is the first.",
	         .text = &asked.build},
	        {"variant", "VARIANT",
	         "Takes this variant: buggy, fixed, or a version. Unless given it is buggy.",
	         .text = &asked.variant},
	        {"op", "OP", "Lets plans call this op alone, or where it is given more than once these ops.",
	         .texts = &asked.ops},
	        {"seconds", "N",
	         "Ends after N seconds by the clock, confirming included. Unless given it is 600, and for a "
	         "class that "
	         "shows when building as long as all its fault sets take.",
	         .number = &request.seconds, .number_min = 1, .number_max = SECONDS_MAX},
	        {"runs", "N", "Ends after N executions at most.", .number = &request.runs, .number_min = 1,
	         .number_max = INT32_MAX},
	        {"process-runs", "N",
	         "Lets a fresh process of the engine take over after N executions. Unless given it is "
	         "1000.",
	         .number = &request.process_runs, .number_min = 1, .number_max = INT32_MAX},
	        {"seed", "N", "Begins the engine's randomness with N. Unless given it is 1.",
	         .number = &request.seed, .number_min = 1, .number_max = INT32_MAX / 2},
	        {"seeds", "DIR", "Starts from the plans in DIR, otherwise from a single zero byte.",
	         .text = &request.seeds},
	        {"known", "DIR",
	         "Sets aside the verdicts that plans in DIR have, and goes on. DIR is a corpus or a folder "
	         "of findings. "
	         "Where it is left out it is the corpus beside the build folder.",
	         .text = &request.known, .implied = own_corpus},
	        {"keep-going", NULL,
	         "Goes on after a finding until the time or the executions are over, and keeps one plan of "
	         "each verdict.",
	         .flag = &request.keep_going},
	        {"out", "DIR",
	         "Writes findings to DIR. Unless given it is the folder findings beside this command.",
	         .text = &request.output},
	        {.name = NULL},
	};
	int operand, code;

	if (!cgf_options_read(verb, table, argc, argv, 1, 1, &operand, &code))
		return code;
	if ((code = cgf_programs_find(&programs)) != 0 ||
	    (request.engine &&
	     (code = cgf_name_check("engine", request.engine, cgf_engines, CGF_ENGINES)) != 0) ||
	    (code = cgf_target_choose(&target, &programs, argv[operand], asked.variant, asked.build)) != 0 ||
	    (code = cgf_target_choose_ops(&target, &programs, asked.ops.texts, asked.ops.count)) != 0 ||
	    (code = choose_folders(&request, &asked)) != 0)
		return code;
	return cgf_set_is_enumerated(target.set) ? enumerate(&request) : fuzz(&request);
}
