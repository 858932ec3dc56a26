/*
 * fault_sets.c: see fault_sets.h.
 */
#include "fault_sets.h"

#include "plans/ops.h"
#include "plans/say.h"
#include "verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_ops(struct cgf_fault_sets *all, const struct cgf_programs *programs,
                    const struct cgf_target *target)
{
	static struct cgf_listed_ops ops;
	bool fixed = cgf_variant_is_fixed(target->variant);
	int code = cgf_ops_list(&ops, programs);

	for (size_t i = 0; code == 0 && i < ops.count; i++) {
		const struct cgf_listed_op *op = &ops.ops[i];

		if (strcmp(op->set, target->set) == 0 && strcmp(op->class_name, target->class_name) == 0 &&
		    (fixed ? op->fixed : op->buggy) && all->op_count < CGF_OPS_MAX &&
		    cgf_target_has_op(target, op->name))
			cgf_text_make(all->ops[all->op_count++], CGF_NAME_BYTES_MAX, "%s", op->name);
	}
	if (code == 0 && all->op_count == 0)
		return cgf_wrong_usage("class %s has no op '%s' in the variant %s; cgofault list shows them",
		                       target->class_name, target->op, target->variant);
	return code;
}

/* CLASS<TAB>FAULT<TAB>ABOUT */
static int read_faults(struct cgf_fault_sets *all, const struct cgf_programs *programs,
                       const struct cgf_target *target)
{
	char *rest = cgf_program_list(programs, target->set, "--faults"), *line;

	if (!rest)
		return CGF_EXIT_HARNESS;
	while ((line = strsep(&rest, "\n")) && all->fault_count < CGF_SITES_MAX) {
		char *class_name = strsep(&line, "\t"), *fault = strsep(&line, "\t");

		if (fault && strcmp(class_name, target->class_name) == 0)
			cgf_text_make(all->faults[all->fault_count++], CGF_NAME_BYTES_MAX, "%s", fault);
	}
	return 0;
}

static void add_set(struct cgf_fault_sets *all, size_t op, int first, int second)
{
	all->sets[all->count++] = (struct cgf_fault_set){(uint8_t)op, {(int8_t)first, (int8_t)second}};
}

/* The smaller sets come first, so that a verdict's first set is one of its smallest. */
static int make_sets(struct cgf_fault_sets *all)
{
	int faults = (int)all->fault_count;
	size_t count = all->op_count * (size_t)(1 + faults + faults * (faults - 1) / 2);

	all->sets = calloc(count, sizeof(*all->sets));
	if (!all->sets)
		return cgf_harness_failed("out of memory");
	for (size_t op = 0; op < all->op_count; op++)
		add_set(all, op, CGF_NO_FAULT, CGF_NO_FAULT);
	for (int i = 0; i < faults; i++)
		for (size_t op = 0; op < all->op_count; op++)
			add_set(all, op, i, CGF_NO_FAULT);
	for (int i = 0; i < faults; i++)
		for (int j = i + 1; j < faults; j++)
			for (size_t op = 0; op < all->op_count; op++)
				add_set(all, op, i, j);
	return 0;
}

int cgf_fault_sets_make(struct cgf_fault_sets *out, const struct cgf_programs *programs,
                        const struct cgf_target *target)
{
	int code;

	memset(out, 0, sizeof(*out));
	if ((code = read_ops(out, programs, target)) == 0 && (code = read_faults(out, programs, target)) == 0)
		code = make_sets(out);
	return code;
}

void cgf_fault_sets_free(struct cgf_fault_sets *sets)
{
	free(sets->sets);
	sets->sets = NULL;
}

void cgf_fault_set_plan(char *out, size_t size, const struct cgf_fault_sets *all,
                        const struct cgf_fault_set *set, const struct cgf_target *target)
{
	size_t length =
	        (size_t)snprintf(out, size, "cgofault plan 1\nclass: %s\nvariant: %s\nbuild: %s\n\ncall A %s",
	                         target->class_name, target->variant, target->build, all->ops[set->op]);

	for (size_t i = 0; i < 2; i++)
		if (set->faults[i] != CGF_NO_FAULT)
			length += (size_t)snprintf(out + length, size - length, " %s",
			                           all->faults[set->faults[i]]);
	snprintf(out + length, size - length, "\n");
}
