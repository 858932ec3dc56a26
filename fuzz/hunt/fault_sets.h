/*
 * fault_sets.h: for the classes that show when building: every set of at most two faults, in each op.
 */
#ifndef CGF_FAULT_SETS_H
#define CGF_FAULT_SETS_H

#include <stdint.h>

#include "plans/target.h"

enum { CGF_NO_FAULT = -1 };

/* A plan of one call; the numbers are indices. */
struct cgf_fault_set {
	uint8_t op;
	int8_t faults[2];
};

struct cgf_fault_sets {
	size_t op_count, fault_count, count;
	char ops[CGF_OPS_MAX][CGF_NAME_BYTES_MAX], faults[CGF_SITES_MAX][CGF_NAME_BYTES_MAX];
	struct cgf_fault_set *sets; /* the smaller ones first */
};

/* Asks the class's program for its ops and faults; a target without an op means every op. 0, or an exit code
 * after one line. */
int cgf_fault_sets_make(struct cgf_fault_sets *out, const struct cgf_programs *programs,
                        const struct cgf_target *target);
void cgf_fault_sets_free(struct cgf_fault_sets *sets);
/* The plan of one set as text, ended by NUL. */
void cgf_fault_set_plan(char *out, size_t size, const struct cgf_fault_sets *all,
                        const struct cgf_fault_set *set, const struct cgf_target *target);

#endif
