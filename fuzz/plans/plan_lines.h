/*
 * plan_lines.h: a plan's text as lines: enough to take things away and to write headers, without a
 * vocabulary.
 */
#ifndef CGF_PLAN_LINES_H
#define CGF_PLAN_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "cgf_control.h"
#include "verdict.h"

enum {
	CGF_STEP_LINE_BYTES_MAX = 4 * CGF_NAME_BYTES_MAX + CGF_FAULTS_MAX * CGF_NAME_BYTES_MAX,
	CGF_STEP_LINES_MAX = 2048,
};

struct cgf_plan_lines {
	struct cgf_header header;
	unsigned seed;
	size_t step_count; /* with the lines `then`, which end a run of the process and begin another */
	char steps[CGF_STEP_LINES_MAX][CGF_STEP_LINE_BYTES_MAX];
};

/* Reads text as `show` prints it. 0, or -EINVAL with one line in `why`. Comments are dropped. */
int cgf_plan_lines_read(struct cgf_plan_lines *out, const char *text, char *why, size_t why_size);
/* Writes the text, ended by NUL. The length, or -ENOSPC. */
int cgf_plan_lines_write(char *out, size_t size, const struct cgf_plan_lines *lines);
/* Puts class, variant, build and verdict of a run into the header. */
void cgf_plan_lines_judge(struct cgf_plan_lines *lines, const struct cgf_verdict *verdict);

/* How many runs there are. */
size_t cgf_plan_lines_runs(const struct cgf_plan_lines *lines);
/* Has each run few enough steps? Without a line `then`, one may have too many. */
bool cgf_plan_lines_fit(const struct cgf_plan_lines *lines);
/* Takes `count` whole runs away, from run `first` on; the last one stays. */
void cgf_plan_lines_drop_runs(struct cgf_plan_lines *lines, size_t first, size_t count);
/* Takes `count` steps away from `first` on. */
void cgf_plan_lines_drop_steps(struct cgf_plan_lines *lines, size_t first, size_t count);
/*
 * Things of one step that can go without the step, numbered from 0: each fault, the pass of each fault
 * ("#2"), the argument. False when the step has no such thing; else it is taken away.
 */
bool cgf_plan_lines_drop_detail(struct cgf_plan_lines *lines, size_t step, size_t detail);

#endif
