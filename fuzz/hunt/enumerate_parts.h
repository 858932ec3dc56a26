/*
 * enumerate_parts.h: what running the sets and confirming what they claim share.
 */
#ifndef CGF_ENUMERATE_PARTS_H
#define CGF_ENUMERATE_PARTS_H

#include "collected.h"
#include "enumerate.h"
#include "fault_sets.h"

struct cgf_enumerating {
	const struct cgf_enumeration_request *request;
	struct cgf_enumeration *out;
	struct cgf_target any_op; /* a plan names its op */
	struct cgf_fault_sets sets;
	struct cgf_collected collected;
	size_t count;   /* of sets to run */
	bool *has_run;  /* of each of them */
	size_t *chosen; /* indices of those that run now */
	size_t chosen_count;
	int64_t start_ms, end_ms;
};

/* A set, from the one on that the request begins with, and the text of its plan. */
const struct cgf_fault_set *cgf_enumerating_set(const struct cgf_enumerating *all, size_t index);
void cgf_enumerating_plan(char *out, size_t size, const struct cgf_enumerating *all, size_t index);
/* Every outcome that is a finding and has not been judged yet, in fresh processes. What was claimed and is
 * not confirmed is kept. 0, an exit code after one line, or -EINTR. */
int cgf_enumerating_confirm(struct cgf_enumerating *all);
/* One line that says how many sets could not be run, and why: what the replay of one says. CGF_EXIT_HARNESS.
 */
int cgf_enumerating_tell_failure(const struct cgf_enumerating *all);

#endif
