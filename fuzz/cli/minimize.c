/*
 * minimize.c: `cgofault minimize`: the smallest plan with the same verdict.
 */
#include "verbs.h"

#include "hunt/reduce.h"
#include "own/minimize.h"
#include "own_plan.h"
#include "plans/give.h"
#include "plans/progress.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/stored.h"
#include "wish.h"

#include <stdio.h>
#include <string.h>

static void note(size_t step_count, unsigned runs)
{
	cgf_progress("%zu steps after %u replays", step_count, runs);
}

/* To the file, or to stdout. The exit code. */
static int write_smaller(struct cgf_plan_lines *lines, const struct cgf_verdict *verdict, const char *output)
{
	static char text[CGF_TEXT_BYTES_MAX];
	int length;

	cgf_plan_lines_judge(lines, verdict);
	length = cgf_plan_lines_write(text, sizeof(text), lines);
	if (length < 0)
		return cgf_harness_failed("the plan has more than %d bytes", CGF_TEXT_BYTES_MAX);
	return cgf_plan_give(output, text, (size_t)length);
}

int cgf_verb_minimize(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	static struct cgf_plan_lines lines;
	struct cgf_wish wish = {0};
	const char *output = NULL, *text;
	const struct cgf_option table[] = {
	        CGF_WISH_OPTIONS(wish),
	        {"output", "FILE",
	         "Writes the smaller plan to FILE. Unless given it goes to stdout. -o FILE is the same.",
	         .text = &output, .letter = 'o'},
	        {.name = NULL},
	};
	struct cgf_stored plan;
	struct cgf_target target;
	struct cgf_verdict verdict;
	bool agreed;
	int operand, code;

	if (!cgf_options_read(verb, table, argc, argv, 1, 1, &operand, &code))
		return code;
	if ((code = cgf_stored_open(&plan, argv[operand])) != 0)
		return code;
	if ((text = cgf_own_plan_text(&plan)) != NULL) {
		code = cgf_own_plan_check_wish(&plan, &wish, NULL);
		return code ? code : cgf_own_minimize(plan.name, text, output);
	}
	if ((code = cgf_programs_find(&programs)) != 0 ||
	    (code = cgf_target_for_file(&target, &programs, &plan, &wish)) != 0 ||
	    (code = cgf_plan_lines_load(&lines, &programs, &target, plan.path)) != 0 ||
	    (code = cgf_replay_confirm(&agreed, &verdict, &programs, &target, plan.path,
	                               CGF_CONFIRMATIONS)) != 0)
		return code;
	if (!agreed)
		return cgf_harness_failed("%s: %d replays do not agree on a finding (the first: %s)",
		                          plan.name, CGF_CONFIRMATIONS, verdict.name);
	code = cgf_reduce(&lines, &verdict, &programs, &target, note);
	cgf_progress_end();
	if (code != 0)
		return code;
	return write_smaller(&lines, &verdict, output);
}
