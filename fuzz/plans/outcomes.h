/*
 * outcomes.h: what many replays of a plan came to.
 */
#ifndef CGF_OUTCOMES_H
#define CGF_OUTCOMES_H

#include <stddef.h>

#include "verdict.h"

enum { CGF_OUTCOMES_MAX = 32 };

/* How often each outcome came: a verdict with its trace, as its last line tells them. All zeros to begin
 * with. */
struct cgf_outcomes {
	size_t count;
	struct {
		char line[CGF_VERDICT_LINE_BYTES_MAX];
		enum cgf_exit_code code;
		long times;
	} outcomes[CGF_OUTCOMES_MAX];
};

/* Counts one; of more than CGF_OUTCOMES_MAX kinds the last are left out. */
void cgf_outcomes_add(struct cgf_outcomes *outcomes, const struct cgf_verdict *verdict);
/* Prints each outcome where they differ, how many of `done` agree, and what most of them are. The exit code:
 * that verdict's if all `times` agree, else CGF_EXIT_HARNESS. */
int cgf_outcomes_tell(const struct cgf_outcomes *outcomes, long done, long times);

#endif
