/*
 * help_classes.c: what there is to fuzz, at the end of a --help.
 */
#include "verbs.h"

#include "plans/programs.h"

#include <stdio.h>
#include <string.h>

static void print_builds(const struct cgf_programs *programs, const char *set)
{
	char path[CGF_PATH_BYTES_MAX];

	for (size_t i = 0; i < CGF_BUILDS; i++)
		if (cgf_build_fits(cgf_builds[i], set) &&
		    cgf_program_path(path, sizeof(path), programs, set, "replay", cgf_builds[i]))
			printf(" %s", cgf_builds[i]);
}

void cgf_help_classes(void)
{
	static struct cgf_programs programs;
	const char *last = "";

	if (!cgf_programs_built(&programs)) {
		puts("No class has been built: cmake -B build && cmake --build build.\n");
		return;
	}
	puts("Classes, and their builds:");
	for (size_t i = 0; i < programs.class_count; i++) {
		const struct cgf_class *class = &programs.classes[i];

		if (strcmp(class->name, last) == 0 || cgf_set_is_for_tests(class->set))
			continue; /* another version of a package */
		printf("  %-22s", class->name);
		print_builds(&programs, class->set);
		putchar('\n');
		last = class->name;
	}
	putchar('\n');
}
