/*
 * canary.c: see canary.h.
 */
#include "canary.h"

#include <string.h>

bool cgf_is_canary(const char *class_name)
{
	return strcmp(class_name, CGF_CANARY_CLASS) == 0;
}

bool cgf_canary_is_visible(const char *op, const char *build)
{
	if (strcmp(op, "asan") == 0 || strcmp(op, "lsan") == 0)
		return strcmp(build, "asan") == 0;
	return strcmp(op, "tsan") != 0 || strcmp(build, "tsan") == 0;
}
