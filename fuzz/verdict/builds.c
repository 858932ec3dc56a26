/*
 * builds.c: see builds.h.
 */
#include "builds.h"

#include <string.h>

#define CGF_BUILD(name, of, sanitizer, go, gc, experiment, go_debug, classes, canary)                        \
	{name, of, go_debug, canary, classes[0] == 'e'},
const struct cgf_build cgf_all_builds[] = {
#include "builds.def"
        {NULL, NULL, NULL, NULL, false}};
#undef CGF_BUILD

const struct cgf_build *cgf_build_find(const char *name)
{
	for (const struct cgf_build *build = cgf_all_builds; build->name; build++)
		if (strcmp(build->name, name) == 0)
			return build;
	return NULL;
}

const struct cgf_build *cgf_build_of_program(const char *path)
{
	const char *file = strrchr(path, '/'), *dash = strrchr(file ? file : path, '-');

	return dash ? cgf_build_find(dash + 1) : NULL;
}

bool cgf_build_is_for(const char *build, const char *asked)
{
	const struct cgf_build *found = cgf_build_find(build);
	size_t length = strlen(build);

	if (!found || found->every_class)
		return true;
	for (const char *name = asked; *name; name += strcspn(name, ","), name += *name == ',')
		if (strcspn(name, ",") == length && strncmp(name, build, length) == 0)
			return true;
	return false;
}
