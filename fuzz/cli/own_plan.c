/*
 * own_plan.c: see own_plan.h.
 */
#include "own_plan.h"

#include "own/plan.h"
#include "plans/files.h"
#include "plans/say.h"

const char *cgf_own_plan_text(const struct cgf_stored *plan)
{
	static char text[CGF_OWN_PLAN_BYTES_MAX];

	return cgf_file_read(text, sizeof(text), plan->path) >= 0 && cgf_own_plan_is(text) ? text : NULL;
}

int cgf_own_plan_check_wish(const struct cgf_stored *plan, const struct cgf_wish *wish, const char *also)
{
	const char *option = wish->class_name ? "class"
	                     : wish->variant  ? "variant"
	                     : wish->build    ? "build"
	                     : wish->op       ? "op"
	                                      : also;

	return option ? cgf_wrong_usage("%s is the plan of a package: --%s is for plans of classes",
	                                plan->name, option)
	              : 0;
}
