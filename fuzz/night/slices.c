/*
 * slices.c: see slices.h.
 */
#include "slices.h"

#include "canary.h"
#include "plans/files.h"

#include <stdio.h>
#include <string.h>

void cgf_slice_name(char *out, size_t size, const struct cgf_slice *slice)
{
	const struct cgf_target *target = &slice->target;

	snprintf(out, size, "%s %s %s %s %s", target->class_name, target->variant,
	         target->op[0] ? target->op : "any", slice->engine, target->build);
}

static void add_slice(struct cgf_slices *out, const struct cgf_class *class, const char *variant,
                      const char *op, const char *engine, const char *build)
{
	struct cgf_slice *slice = &out->slices[out->count];

	if (out->count == CGF_SLICES_MAX)
		return;
	memset(slice, 0, sizeof(*slice));
	cgf_text_make(slice->target.set, sizeof(slice->target.set), "%s", class->set);
	cgf_text_make(slice->target.class_name, sizeof(slice->target.class_name), "%s", class->name);
	cgf_text_make(slice->target.variant, sizeof(slice->target.variant), "%s", variant);
	cgf_text_make(slice->target.build, sizeof(slice->target.build), "%s", build);
	cgf_text_make(slice->target.op, sizeof(slice->target.op), "%s", op);
	slice->engine = engine;
	slice->canary = cgf_is_canary(class->name);
	out->count++;
}

static void add_variant(struct cgf_slices *out, const struct cgf_class *class, const char *variant,
                        const struct cgf_listed_ops *ops, const char *engine, const char *build)
{
	if (cgf_variant_is_fixed(variant)) {
		add_slice(out, class, variant, "", engine, build);
		return;
	}
	for (size_t i = 0; i < ops->count; i++) {
		const struct cgf_listed_op *op = &ops->ops[i];

		if (strcmp(op->set, class->set) == 0 && strcmp(op->class_name, class->name) == 0 &&
		    op->buggy && (!cgf_is_canary(class->name) || cgf_canary_is_visible(op->name, build)))
			add_slice(out, class, variant, op->name, engine, build);
	}
}

static void add_missing(struct cgf_slices *out, const char *set, const char *engine, const char *build)
{
	char name[CGF_SLICE_NAME_BYTES_MAX];

	snprintf(name, sizeof(name), "%s %s-%s (not built)", set, engine, build);
	for (size_t i = 0; i < out->missing_count; i++)
		if (strcmp(out->missing[i], name) == 0)
			return;
	if (out->missing_count < CGF_SLICES_MAX)
		strcpy(out->missing[out->missing_count++], name);
}

/* Fault sets are enumerated, all ops in one slice: what is found first hides nothing there. */
static void add_enumerated(struct cgf_slices *out, const struct cgf_programs *programs)
{
	char path[CGF_PATH_BYTES_MAX];

	for (size_t i = 0; i < CGF_BUILDS; i++)
		for (size_t j = 0; j < programs->class_count; j++) {
			const struct cgf_class *class = &programs->classes[j];

			if (!cgf_set_is_enumerated(class->set) || !cgf_build_fits(cgf_builds[i], class->set))
				continue;
			if (!cgf_program_path(path, sizeof(path), programs, class->set, "replay",
			                      cgf_builds[i])) {
				add_missing(out, class->set, CGF_ENUMERATION, cgf_builds[i]);
				continue;
			}
			for (size_t k = 0; k < class->variant_count; k++)
				add_slice(out, class, class->variants[k], "", CGF_ENUMERATION, cgf_builds[i]);
		}
}

void cgf_slices_make(struct cgf_slices *out, const struct cgf_programs *programs,
                     const struct cgf_listed_ops *ops, bool canaries)
{
	char path[CGF_PATH_BYTES_MAX];

	out->count = out->missing_count = 0;
	for (size_t i = 0; i < CGF_ENGINES * CGF_BUILDS; i++) {
		const char *engine = cgf_engines[i % CGF_ENGINES], *build = cgf_builds[i / CGF_ENGINES];

		for (size_t j = 0; j < programs->class_count; j++) {
			const struct cgf_class *class = &programs->classes[j];

			if (cgf_is_canary(class->name) != canaries || cgf_set_is_for_tests(class->set) ||
			    !cgf_class_has_build(class, build) || cgf_set_is_enumerated(class->set))
				continue;
			if (!cgf_program_path(path, sizeof(path), programs, class->set, engine, build) ||
			    !cgf_program_path(path, sizeof(path), programs, class->set, "replay", build)) {
				add_missing(out, class->set, engine, build);
				continue;
			}
			for (size_t k = 0; k < class->variant_count; k++)
				add_variant(out, class, class->variants[k], ops, engine, build);
		}
	}
	if (!canaries)
		add_enumerated(out, programs);
}

size_t cgf_rotation_read(const char *path, const struct cgf_slices *slices)
{
	char text[CGF_SLICE_NAME_BYTES_MAX + 2], name[CGF_SLICE_NAME_BYTES_MAX];
	long size = cgf_file_read(text, sizeof(text), path);

	if (size <= 0)
		return 0;
	text[strcspn(text, "\n")] = '\0';
	for (size_t i = 0; i < slices->count; i++) {
		cgf_slice_name(name, sizeof(name), &slices->slices[i]);
		if (strcmp(name, text) == 0)
			return i;
	}
	return 0;
}

int cgf_rotation_write(const char *path, const struct cgf_slice *next)
{
	char name[CGF_SLICE_NAME_BYTES_MAX];

	cgf_slice_name(name, sizeof(name) - 1, next);
	strcat(name, "\n");
	return cgf_file_keep(path, name, strlen(name));
}
