/*
 * builds.h: the builds of builds.def. Those of the classes that show when building are none of them: these
 * are named after compiler and linker.
 */
#ifndef CGF_BUILDS_H
#define CGF_BUILDS_H

#include <stdbool.h>
#include <stddef.h>

struct cgf_build {
	const char *name, *of, *go_debug, *canary;
	bool every_class;
};

/* In the order of the file, ended by one without a name. */
extern const struct cgf_build cgf_all_builds[];

/* NULL: there is none of that name. */
const struct cgf_build *cgf_build_find(const char *name);
/* That of a program, by its file's name: ".../replay-efence". NULL: it is named after none. */
const struct cgf_build *cgf_build_of_program(const char *path);
/* Is it one to run a class in, of which `asked`, names with commas between them, are those that it asks for?
 */
bool cgf_build_is_for(const char *build, const char *asked);

#endif
