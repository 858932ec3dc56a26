/*
 * list.c: `cgofault list`: classes, ops, programs.
 */
#include "verbs.h"

#include "plans/ops.h"
#include "plans/say.h"
#include "verdict.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "buggy,fixed" or "control" */
static const char *kinds(const struct cgf_listed_op *op)
{
	if (op->control)
		return "control";
	if (op->buggy && op->fixed)
		return "buggy,fixed";
	return op->buggy ? "buggy" : op->fixed ? "fixed" : "none";
}

static void print_programs(const struct cgf_programs *programs, const struct cgf_class *class)
{
	char path[CGF_PATH_BYTES_MAX];

	for (size_t i = 0; i < CGF_BUILDS; i++) {
		if (!cgf_class_has_build(class, cgf_builds[i]))
			continue;
		if (cgf_program_path(path, sizeof(path), programs, class->set, "replay", cgf_builds[i]))
			printf(" replay-%s", cgf_builds[i]);
		for (size_t j = 0; j < CGF_ENGINES; j++)
			if (cgf_program_path(path, sizeof(path), programs, class->set, cgf_engines[j],
			                     cgf_builds[i]))
				printf(" %s-%s", cgf_engines[j], cgf_builds[i]);
	}
	putchar('\n');
}

static void print_table(const struct cgf_programs *programs, const struct cgf_listed_ops *ops)
{
	for (size_t i = 0; i < programs->class_count; i++) {
		const struct cgf_class *class = &programs->classes[i];

		printf("%s (", class->name);
		for (size_t j = 0; j < class->variant_count; j++)
			printf("%s%s", j ? ", " : "", class->variants[j]);
		printf("):");
		print_programs(programs, class);
		for (size_t j = 0; j < ops->count; j++) {
			const struct cgf_listed_op *op = &ops->ops[j];

			if (strcmp(op->set, class->set) == 0 && strcmp(op->class_name, class->name) == 0)
				printf("    %-18s %-12s %s\n", op->name, kinds(op), op->about);
		}
	}
}

static void add_programs(cJSON *to, const struct cgf_programs *programs, const struct cgf_class *class)
{
	char path[CGF_PATH_BYTES_MAX];

	for (size_t i = 0; i < CGF_BUILDS; i++) {
		cJSON *build;

		if (!cgf_class_has_build(class, cgf_builds[i]))
			continue;
		build = cJSON_AddObjectToObject(to, cgf_builds[i]);
		cJSON_AddBoolToObject(
		        build, "replay",
		        cgf_program_path(path, sizeof(path), programs, class->set, "replay", cgf_builds[i]));
		for (size_t j = 0; j < CGF_ENGINES; j++)
			cJSON_AddBoolToObject(build, cgf_engines[j],
			                      cgf_program_path(path, sizeof(path), programs, class->set,
			                                       cgf_engines[j], cgf_builds[i]));
	}
}

static void add_op(cJSON *to, const struct cgf_listed_op *op)
{
	cJSON *item = cJSON_CreateObject();

	cJSON_AddStringToObject(item, "op", op->name);
	cJSON_AddStringToObject(item, "kinds", kinds(op));
	cJSON_AddStringToObject(item, "about", op->about);
	cJSON_AddItemToArray(to, item);
}

static int print_json(const struct cgf_programs *programs, const struct cgf_listed_ops *ops)
{
	cJSON *list = cJSON_CreateArray();
	char *text;

	for (size_t i = 0; i < programs->class_count; i++) {
		const struct cgf_class *class = &programs->classes[i];
		cJSON *item = cJSON_CreateObject(), *array;

		cJSON_AddItemToArray(list, item);
		cJSON_AddStringToObject(item, "class", class->name);
		cJSON_AddStringToObject(item, "set", class->set);
		array = cJSON_AddArrayToObject(item, "variants");
		for (size_t j = 0; j < class->variant_count; j++)
			cJSON_AddItemToArray(array, cJSON_CreateString(class->variants[j]));
		array = cJSON_AddArrayToObject(item, "ops");
		for (size_t j = 0; j < ops->count; j++)
			if (strcmp(ops->ops[j].set, class->set) == 0 &&
			    strcmp(ops->ops[j].class_name, class->name) == 0)
				add_op(array, &ops->ops[j]);
		add_programs(cJSON_AddObjectToObject(item, "programs"), programs, class);
	}
	text = cJSON_Print(list);
	cJSON_Delete(list);
	if (!text)
		return cgf_harness_failed("out of memory");
	puts(text);
	free(text);
	return CGF_EXIT_NOTHING;
}

int cgf_verb_list(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	static struct cgf_listed_ops ops;
	bool json = false;
	const struct cgf_option table[] = {
	        {"json", NULL, "Prints the list for programs, as JSON.", .flag = &json}, {.name = NULL}};
	int operand, code;

	if (!cgf_options_read(verb, table, argc, argv, 0, 0, &operand, &code) ||
	    (code = cgf_programs_find(&programs)) != 0 || (code = cgf_ops_list(&ops, &programs)) != 0)
		return code;
	if (json)
		return print_json(&programs, &ops);
	print_table(&programs, &ops);
	return CGF_EXIT_NOTHING;
}
