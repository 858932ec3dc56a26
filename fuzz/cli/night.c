/*
 * night.c: `cgofault night`: fuzzes everything for a time.
 */
#include "verbs.h"

#include "night/night.h"

enum { MINUTES = 10, MINUTES_MAX = 7 * 24 * 60 };

int cgf_verb_night(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	struct cgf_night_request request = {.minutes = MINUTES};
	char output[CGF_PATH_BYTES_MAX + 16];
	const struct cgf_option table[] = {
	        {"minutes", "N", "how long; 10 unless given", .number = &request.minutes, .number_min = 1,
	         .number_max = MINUTES_MAX},
	        {"out", "DIR", "where nights are kept; night beside this command unless given",
	         .text = &request.output},
	        {"corpus", "DIR", "the corpus, if it is not the one beside the build folder",
	         .text = &request.corpus},
	        {.name = NULL},
	};
	int operand, code;

	if (!cgf_options_read(verb, table, argc, argv, 0, 0, &operand, &code))
		return code;
	if ((code = cgf_programs_find(&programs)) != 0)
		return code;
	cgf_text_make(output, sizeof(output), "%s/night", programs.build_directory);
	request.output = request.output ? request.output : output;
	return cgf_night_run(&programs, &request);
}
