/*
 * canary.c: see canary.h.
 */
#include "canary.h"

#include "builds.h"

#include <string.h>

bool cgf_is_canary(const char *class_name)
{
	return strcmp(class_name, CGF_CANARY_CLASS) == 0;
}

/* What not every build sees. */
static const struct {
	const char *op, *build;
} seen[] = {{"asan", "asan"},        {"lsan", "asan"}, {"tsan", "tsan"}, {"dead_object", "asan"},
            {"past_object", "asan"}, {"go_in_c", ""},  {"unwritten", ""}};

bool cgf_canary_is_visible(const char *op, const char *build)
{
	const struct cgf_build *found = cgf_build_find(build);

	if (found && !found->every_class)
		return strcmp(op, found->canary) == 0;
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
		if (strcmp(op, seen[i].op) == 0)
			return strcmp(build, seen[i].build) == 0;
	return true;
}
