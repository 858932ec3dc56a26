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
	        {"minutes", "N", "Lasts N minutes by the clock. Unless given it is 10.",
	         .number = &request.minutes, .number_min = 1, .number_max = MINUTES_MAX},
	        {"out", "DIR",
	         "Keeps the nights in DIR. Unless given it is the folder night beside this command.",
	         .text = &request.output},
	        {"corpus", "DIR", "Names the corpus. Unless given it is the one beside the build folder.",
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
