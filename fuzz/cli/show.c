/*
 * show.c: `cgofault show`: a plan as text.
 */
#include "verbs.h"

#include "own/show_plan.h"
#include "own_plan.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/stored.h"
#include "wish.h"

#include <stdio.h>

int cgf_verb_show(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	struct cgf_wish wish = {0};
	const char *text;
	const struct cgf_option table[] = {
	        CGF_WISH_OPTIONS(wish),
	        {.name = NULL},
	};
	struct cgf_stored plan;
	struct cgf_target target;
	int operand, code;
	size_t size;

	if (!cgf_options_read(verb, table, argc, argv, 1, 1, &operand, &code) ||
	    (code = cgf_stored_open(&plan, argv[operand])) != 0)
		return code;
	if ((text = cgf_own_plan_text(&plan)) != NULL) {
		code = cgf_own_plan_check_wish(&plan, &wish, NULL);
		return code ? code : cgf_own_show(plan.name, text);
	}
	if ((code = cgf_programs_find(&programs)) != 0 ||
	    (code = cgf_target_for_file(&target, &programs, &plan, &wish)) != 0)
		return code;
	text = cgf_replay_print(&size, &code, "--show", &programs, &target, plan.path);
	if (!text)
		return code;
	fwrite(text, 1, size, stdout);
	return CGF_EXIT_NOTHING;
}
