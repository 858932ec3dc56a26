/*
 * night.c: `cgofault night`: fuzzes everything for a time.
 */
#include "verbs.h"

#include "night/night.h"
#include "plans/say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MINUTES = 10, MINUTES_MAX = 7 * 24 * 60 };

/* The folders by their whole paths: the process in each has it as its own. Freed with this process. */
static int find_folders(const char **out, const struct cgf_option_texts *packages)
{
	struct stat status;

	for (size_t i = 0; i < packages->count; i++) {
		if (stat(packages->texts[i], &status) != 0 || !S_ISDIR(status.st_mode))
			return cgf_wrong_usage("--package is a folder, not '%s'", packages->texts[i]);
		out[i] = realpath(packages->texts[i], NULL);
		if (!out[i])
			return cgf_harness_failed("%s: %s", packages->texts[i], strerror(errno));
	}
	return 0;
}

int cgf_verb_night(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	struct cgf_night_request request = {.minutes = MINUTES};
	static struct cgf_option_texts packages;
	static const char *folders[CGF_OPTION_TEXTS_MAX + 1];
	char output[CGF_PATH_BYTES_MAX + 16];
	const struct cgf_option table[] = {
	        {"minutes", "N", "Lasts N minutes by the clock. Unless given it is 10.",
	         .number = &request.minutes, .number_min = 1, .number_max = MINUTES_MAX},
	        {"out", "DIR",
	         "Keeps the nights in DIR. Unless given it is the folder night beside this command.",
	         .text = &request.output},
	        {"corpus", "DIR", "Names the corpus. Unless given it is the one beside the build folder.",
	         .text = &request.corpus},
	        {"package", "DIR",
	         "Runs cgofault test in DIR too, a package or module of your own, after the canaries. May be "
	         "given more than once; all of them sweep for a quarter of the night, or a minute each.",
	         .texts = &packages},
	        {.name = NULL},
	};
	int operand, code;

	if (!cgf_options_read(verb, table, argc, argv, 0, 0, &operand, &code))
		return code;
	if ((code = find_folders(folders, &packages)) != 0 || (code = cgf_programs_find(&programs)) != 0)
		return code;
	request.packages = folders;
	cgf_text_make(output, sizeof(output), "%s/night", programs.build_directory);
	request.output = request.output ? request.output : output;
	return cgf_night_run(&programs, &request);
}
