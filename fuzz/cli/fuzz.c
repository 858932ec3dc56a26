/*
 * fuzz.c: `cgofault fuzz`: one class, one engine, up to the first confirmed finding; or all fault sets of a
 * class that shows when building.
 */
#include "verbs.h"

#include "hunt_show.h"
#include "plans/files.h"
#include "plans/say.h"

#include <stdint.h>
#include <stdio.h>

/* Fault sets are few, and all of them are wanted. */
enum { SECONDS = 600, SECONDS_MAX = 7 * 86400, ENUMERATION_SECONDS = SECONDS_MAX };

int cgf_verb_fuzz(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	static struct cgf_hunt hunt;
	struct cgf_target target;
	struct cgf_hunt_request request = {.programs = &programs, .target = &target, .seed = 1};
	const char *variant = NULL, *build = NULL, *op = NULL;
	char output[CGF_PATH_BYTES_MAX + 16];
	const struct cgf_option table[] = {
	        {"engine", "ENGINE", "libfuzzer or afl; libfuzzer unless given", .text = &request.engine},
	        {"build", "BUILD", "one of those that list shows; the first unless given", .text = &build},
	        {"variant", "VARIANT", "buggy or fixed; buggy unless given", .text = &variant},
	        {"op", "OP", "the only op that plans may call", .text = &op},
	        {"seconds", "N",
	         "how long to fuzz; 600 unless given, and all fault sets of a class that shows when building",
	         .number = &request.seconds, .number_min = 1, .number_max = SECONDS_MAX},
	        {"runs", "N", "how many executions at most", .number = &request.runs, .number_min = 1,
	         .number_max = INT32_MAX},
	        {"process-runs", "N",
	         "after how many executions a fresh process of the engine takes over; 1000 unless given",
	         .number = &request.process_runs, .number_min = 1, .number_max = INT32_MAX},
	        {"seed", "N", "of the engine's randomness; 1 unless given", .number = &request.seed,
	         .number_min = 1, .number_max = INT32_MAX / 2},
	        {"seeds", "DIR", "plans to start from; otherwise a single zero byte", .text = &request.seeds},
	        {"out", "DIR", "where findings go; findings beside this command unless given",
	         .text = &request.output},
	        {.name = NULL},
	};
	int operand, code;

	if (!cgf_options_read(verb, table, argc, argv, 1, 1, &operand, &code))
		return code;
	if ((code = cgf_programs_find(&programs)) != 0 ||
	    (request.engine &&
	     (code = cgf_name_check("engine", request.engine, cgf_engines, CGF_ENGINES)) != 0) ||
	    (code = cgf_target_choose(&target, &programs, argv[operand], variant, build)) != 0)
		return code;
	cgf_text_make(target.op, sizeof(target.op), "%s", op ? op : "");
	cgf_text_make(output, sizeof(output), "%s/findings", programs.build_directory);
	request.output = request.output ? request.output : output;
	if (cgf_set_is_enumerated(target.set)) {
		if (request.engine || request.seeds)
			return cgf_wrong_usage(
			        "%s shows when building: all its fault sets are run, without --engine "
			        "and --seeds",
			        target.class_name);
		request.seconds = request.seconds ? request.seconds : ENUMERATION_SECONDS;
		return cgf_enumerate_and_tell(&programs, &target, &request);
	}
	request.seconds = request.seconds ? request.seconds : SECONDS;
	request.engine = request.engine ? request.engine : "libfuzzer";
	cgf_hunt_show_progress(&request);
	code = cgf_hunt(&hunt, &request);
	return cgf_hunt_tell(&hunt, code);
}
