/*
 * minimize.c: `cgofault minimize`: the smallest plan with the same verdict.
 */
#include "reduce.h"

#include "files.h"
#include "replay.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void note(size_t step_count, unsigned runs)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%zu steps after %u replays ", step_count, runs);
}

int cgf_verb_minimize(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	static struct cgf_plan_lines lines;
	static char text[CGF_TEXT_BYTES_MAX];
	const char *class_name = NULL, *variant = NULL, *build = NULL, *output = NULL, *file;
	const struct cgf_option table[] = {
	        {"class", "CLASS", "for raw bytes, which do not say it", .text = &class_name},
	        {"variant", "VARIANT", "instead of the header's", .text = &variant},
	        {"build", "BUILD", "asan, tsan or plain, instead of the header's", .text = &build},
	        {"output", "FILE", "where the smaller plan goes, stdout unless given; -o FILE is the same",
	         .text = &output, .letter = 'o'},
	        {.name = NULL},
	};
	struct cgf_target target;
	struct cgf_verdict verdict;
	bool is_text, agreed;
	int operand, code, length;

	if (!cgf_options_read(verb, table, argc, argv, 1, 1, &operand, &code))
		return code;
	file = argv[operand];
	if ((code = cgf_programs_find(&programs)) != 0 ||
	    (code = cgf_target_for_file(&target, &is_text, &programs, file, class_name, variant, build)) !=
	            0 ||
	    (code = cgf_plan_lines_load(&lines, &programs, &target, file)) != 0 ||
	    (code = cgf_replay_confirm(&agreed, &verdict, &programs, &target, file)) != 0)
		return code < 0 ? CGF_EXIT_HARNESS : code;
	if (!agreed)
		return cgf_harness_failed("%s: %d replays do not agree on a finding (the first: %s)", file,
		                          CGF_CONFIRMATIONS, verdict.name);
	code = cgf_reduce(&lines, &verdict, &programs, &target, note);
	if (isatty(STDERR_FILENO))
		fputc('\n', stderr);
	if (code != 0)
		return code < 0 ? CGF_EXIT_HARNESS : code;
	cgf_plan_lines_judge(&lines, &verdict);
	length = cgf_plan_lines_write(text, sizeof(text), &lines);
	if (!output)
		return fputs(text, stdout) >= 0 && fflush(stdout) == 0
		               ? 0
		               : cgf_harness_failed("cannot write to stdout");
	code = cgf_file_write(output, text, (size_t)length);
	return code == 0 ? 0 : cgf_harness_failed("%s: %s", output, strerror(-code));
}
