/*
 * programs.h: the programs that the build made, and which of them has a class.
 *
 * build/programs/SET/{replay,libfuzzer,afl}-BUILD, and build/programs/SET/classes, one line a class:
 * CLASS<TAB>variant,variant<TAB>build,build. The command stands beside the folder `programs`.
 */
#ifndef CGF_PROGRAMS_H
#define CGF_PROGRAMS_H

#include <stdbool.h>
#include <stddef.h>

#include "cgf_control.h"
#include "files.h"

#define CGF_BUILD(...) +1
enum {
	CGF_CLASSES_MAX = 256,
	CGF_VARIANTS_MAX = 8,
	CGF_BUILDS = 4
#include "builds.def"
	,
	CGF_ENGINES = 2
};
#undef CGF_BUILD

/* How the same sources are compiled: as builds.def says, and for the classes that show when building by
 * compiler and linker. The first that a set has is the one to take when nobody says. */
extern const char *const cgf_builds[CGF_BUILDS];
extern const char *const cgf_engines[CGF_ENGINES]; /* libfuzzer first */

/* A class as one set of programs has it. */
struct cgf_class {
	char set[CGF_NAME_BYTES_MAX], name[CGF_NAME_BYTES_MAX];
	char variants[CGF_VARIANTS_MAX][CGF_NAME_BYTES_MAX];
	size_t variant_count;
	char builds[CGF_NAME_BYTES_MAX]; /* that it asks for, with commas between them */
};

struct cgf_programs {
	char build_directory[CGF_PATH_BYTES_MAX]; /* where the command stands */
	size_t class_count;
	struct cgf_class classes[CGF_CLASSES_MAX];
};

/* Looks for them: false when there are none. */
bool cgf_programs_built(struct cgf_programs *out);
/* The same: 0, or an exit code after one line on stderr. */
int cgf_programs_find(struct cgf_programs *out);
/* Path of SET/KIND-BUILD; false when there is no such program. */
bool cgf_program_path(char *out, size_t size, const struct cgf_programs *programs, const char *set,
                      const char *kind, const char *build);
/* Is it one of the names? The error line lists them: 0, or an exit code. */
int cgf_name_check(const char *what, const char *name, const char *const *names, size_t count);
#define CGF_ENUMERATED_SET "builds"

/* The set of the classes that show when building: fault sets are enumerated there, no engine is needed. */
bool cgf_set_is_enumerated(const char *set);
/* May a set's programs be built so? */
bool cgf_build_fits(const char *build, const char *set);
/* Is it a build to run the class in? Programs of others may be there too. */
bool cgf_class_has_build(const struct cgf_class *class, const char *build);
/* A set whose classes try the harness, not a program: nights leave it out. */
bool cgf_set_is_for_tests(const char *set);
/* The variants that must stay silent have names that begin with this word. */
bool cgf_variant_is_fixed(const char *variant);

#endif
