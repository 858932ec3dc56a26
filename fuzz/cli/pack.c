/*
 * pack.c: `cgofault pack`: a plan's text as the bytes that an engine would hold.
 */
#include "verbs.h"

#include "own_plan.h"
#include "plans/files.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/stored.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

int cgf_verb_pack(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	struct cgf_wish wish = {0};
	const char *output = NULL, *bytes;
	const struct cgf_option table[] = {
	        {"output", "FILE",
	         "Writes the bytes to FILE; otherwise they go to stdout, unless that is a terminal. -o FILE "
	         "is the same.",
	         .text = &output, .letter = 'o'},
	        {.name = NULL},
	};
	struct cgf_stored plan;
	struct cgf_target target;
	int operand, code;
	size_t size;

	if (!cgf_options_read(verb, table, argc, argv, 1, 1, &operand, &code))
		return code;
	if (!output && isatty(STDOUT_FILENO))
		return cgf_wrong_usage("the bytes would go to the terminal; say -o FILE");
	if ((code = cgf_stored_open(&plan, argv[operand])) != 0)
		return code;
	if (cgf_own_plan_text(&plan))
		return cgf_wrong_usage("%s is the plan of a package, which no engine holds as bytes",
		                       plan.name);
	if ((code = cgf_programs_find(&programs)) != 0 ||
	    (code = cgf_target_for_file(&target, &programs, &plan, &wish)) != 0)
		return code;
	bytes = cgf_replay_print(&size, &code, "--pack", &programs, &target, plan.path);
	if (!bytes)
		return code;
	if (!output) {
		fwrite(bytes, 1, size, stdout);
		return CGF_EXIT_NOTHING;
	}
	code = cgf_file_keep(output, bytes, size);
	return code == 0 ? CGF_EXIT_NOTHING : cgf_harness_failed("%s: %s", output, strerror(-code));
}
