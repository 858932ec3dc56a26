/*
 * target.c: see target.h.
 */
#include "target.h"

#include "say.h"
#include "verdict.h"

#include <string.h>

/* Looks for the exact variant in every set, then for one that begins so. */
static bool choose_variant(struct cgf_target *out, const struct cgf_programs *programs,
                           const char *class_name, const char *variant)
{
	for (int exact = 1; exact >= 0; exact--)
		for (size_t i = 0; i < programs->class_count; i++) {
			const struct cgf_class *class = &programs->classes[i];

			for (size_t j = 0; strcmp(class->name, class_name) == 0 && j < class->variant_count;
			     j++) {
				const char *has = class->variants[j];

				if (exact ? strcmp(has, variant) != 0
				          : strncmp(has, variant, strlen(variant)) != 0)
					continue;
				strcpy(out->set, class->set);
				strcpy(out->class_name, class->name);
				strcpy(out->variant, has);
				return true;
			}
		}
	return false;
}

/* Says which classes there are, or which variants the class has. */
static int refuse_target(const struct cgf_programs *programs, const char *class_name, const char *variant)
{
	const char *names[CGF_CLASSES_MAX * 2];
	size_t count = 0;

	for (size_t i = 0; i < programs->class_count; i++) {
		const struct cgf_class *class = &programs->classes[i];

		for (size_t j = 0; j < class->variant_count && count < CGF_CLASSES_MAX; j++)
			if (strcmp(class->name, class_name) == 0)
				names[count++] = class->variants[j];
	}
	if (count > 0)
		return cgf_name_check("variant", variant, names, count);
	for (size_t i = 0; i < programs->class_count; i++)
		if (i == 0 || strcmp(programs->classes[i].name, programs->classes[i - 1].name) != 0)
			names[count++] = programs->classes[i].name;
	return cgf_name_check("class", class_name, names, count);
}

static int check_build(const char *build, const char *set)
{
	const char *names[CGF_BUILDS];
	size_t count = 0;

	for (size_t i = 0; i < CGF_BUILDS; i++)
		if (cgf_build_fits(cgf_builds[i], set))
			names[count++] = cgf_builds[i];
	return cgf_name_check("build", build, names, count);
}

int cgf_target_choose(struct cgf_target *out, const struct cgf_programs *programs, const char *class_name,
                      const char *variant, const char *build)
{
	char path[CGF_PATH_BYTES_MAX];

	memset(out, 0, sizeof(*out));
	variant = variant && *variant ? variant : "buggy";
	if (!choose_variant(out, programs, class_name, variant))
		return refuse_target(programs, class_name, variant);
	for (size_t i = 0; i < CGF_BUILDS && !(build && *build); i++)
		if (cgf_program_path(path, sizeof(path), programs, out->set, "replay", cgf_builds[i]))
			build = cgf_builds[i];
	if (!(build && *build))
		return cgf_harness_failed("class %s has no replay program; build it: cmake --build build",
		                          class_name);
	if (check_build(build, out->set) != 0)
		return CGF_EXIT_USAGE;
	if (!cgf_program_path(path, sizeof(path), programs, out->set, "replay", build))
		return cgf_harness_failed("%s was not built; cmake -B build says why", path);
	strcpy(out->build, build);
	return 0;
}

bool cgf_target_has_op(const struct cgf_target *target, const char *op)
{
	size_t length = strlen(op);

	for (const char *name = target->op; *name; name += strcspn(name, ","), name += *name == ',')
		if (strcspn(name, ",") == length && strncmp(name, op, length) == 0)
			return true;
	return target->op[0] == '\0';
}
