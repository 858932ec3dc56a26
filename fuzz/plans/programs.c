/*
 * programs.c: finds what the build made.
 */
#include "programs.h"

#include "builds.h"
#include "say.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CGF_BUILD(name, ...) name,
const char *const cgf_builds[CGF_BUILDS] = {
#include "builds.def"
        "gcc-bfd", "gcc-lld", "clang-bfd", "clang-lld"};
#undef CGF_BUILD
const char *const cgf_engines[CGF_ENGINES] = {"libfuzzer", "afl"};

/* "name<TAB>variant,variant<TAB>build,build" */
static bool read_class(struct cgf_class *out, const char *set, char *line)
{
	char *rest = NULL, *name = strtok_r(line, "\t\n", &rest), *list = strtok_r(NULL, "\t\n", &rest);
	char *builds = strtok_r(NULL, "\t\n", &rest);

	memset(out, 0, sizeof(*out));
	if (!name || !list)
		return false;
	cgf_text_make(out->builds, sizeof(out->builds), "%s", builds ? builds : "");
	cgf_text_make(out->set, sizeof(out->set), "%s", set);
	cgf_text_make(out->name, sizeof(out->name), "%s", name);
	for (char *variant = strtok_r(list, ",", &rest); variant && out->variant_count < CGF_VARIANTS_MAX;
	     variant = strtok_r(NULL, ",", &rest))
		cgf_text_make(out->variants[out->variant_count++], CGF_NAME_BYTES_MAX, "%s", variant);
	return out->variant_count > 0;
}

static void read_set(struct cgf_programs *out, const char *set)
{
	char path[CGF_PATH_BYTES_MAX + 2 * CGF_NAME_BYTES_MAX], line[1024];
	FILE *file;

	cgf_text_make(path, sizeof(path), "%s/programs/%s/classes", out->build_directory, set);
	file = fopen(path, "r");
	if (!file)
		return;
	while (out->class_count < CGF_CLASSES_MAX && fgets(line, sizeof(line), file))
		out->class_count += read_class(&out->classes[out->class_count], set, line);
	fclose(file);
}

/* The set `main` first, then by name. */
static int compare_sets(const struct dirent **a, const struct dirent **b)
{
	bool a_main = strcmp((*a)->d_name, "main") == 0, b_main = strcmp((*b)->d_name, "main") == 0;

	return a_main != b_main ? b_main - a_main : strcmp((*a)->d_name, (*b)->d_name);
}

static int is_set(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && strlen(entry->d_name) < CGF_NAME_BYTES_MAX;
}

bool cgf_programs_built(struct cgf_programs *out)
{
	struct dirent **sets = NULL;
	char path[CGF_PATH_BYTES_MAX + 16];
	ssize_t size = readlink("/proc/self/exe", out->build_directory, sizeof(out->build_directory) - 1);
	int set_count;

	out->class_count = 0;
	out->build_directory[size > 0 ? size : 0] = '\0';
	if (strrchr(out->build_directory, '/'))
		*strrchr(out->build_directory, '/') = '\0';
	cgf_text_make(path, sizeof(path), "%s/programs", out->build_directory);
	set_count = scandir(path, &sets, is_set, compare_sets);
	for (int i = 0; i < set_count; i++) {
		read_set(out, sets[i]->d_name);
		free(sets[i]);
	}
	free(sets);
	return out->class_count > 0;
}

int cgf_programs_find(struct cgf_programs *out)
{
	if (cgf_programs_built(out))
		return 0;
	return cgf_harness_failed(
	        "no programs in %s/programs; build them: cmake -B build && cmake --build build",
	        out->build_directory);
}

bool cgf_program_path(char *out, size_t size, const struct cgf_programs *programs, const char *set,
                      const char *kind, const char *build)
{
	return cgf_text_make(out, size, "%s/programs/%s/%s-%s", programs->build_directory, set, kind,
	                     build) &&
	       access(out, X_OK) == 0;
}

int cgf_name_check(const char *what, const char *name, const char *const *names, size_t count)
{
	char list[512] = "";
	size_t length = 0;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(name, names[i]) == 0)
			return 0;
		if (length < sizeof(list))
			length += (size_t)snprintf(list + length, sizeof(list) - length, "%s%s",
			                           i ? ", " : "", names[i]);
	}
	return cgf_wrong_usage("no %s '%s'; there is %s", what, name, list);
}

bool cgf_set_is_enumerated(const char *set)
{
	return strcmp(set, CGF_ENUMERATED_SET) == 0;
}

bool cgf_build_fits(const char *build, const char *set)
{
	return cgf_set_is_enumerated(set) == (strchr(build, '-') != NULL);
}

bool cgf_class_has_build(const struct cgf_class *class, const char *build)
{
	return cgf_build_fits(build, class->set) && cgf_build_is_for(build, class->builds);
}

bool cgf_set_is_for_tests(const char *set)
{
	return strcmp(set, "selftest") == 0 || strcmp(set, "honest") == 0;
}

bool cgf_variant_is_fixed(const char *variant)
{
	return strncmp(variant, "fixed", strlen("fixed")) == 0;
}
