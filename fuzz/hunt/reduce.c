/*
 * reduce.c: see reduce.h. Steps first, in halves, quarters and so on; then single steps, faults, passes and
 * arguments, until a whole round takes nothing away.
 */
#include "reduce.h"

#include "plans/files.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/scratch.h"

#include <stdio.h>
#include <string.h>

struct reducer {
	const struct cgf_programs *programs;
	const struct cgf_target *target;
	struct cgf_plan_lines *lines;
	struct cgf_verdict *verdict;
	char file[CGF_PATH_BYTES_MAX];
	unsigned runs;
	int error;
	void (*note)(size_t step_count, unsigned runs);
};

static int write_plan(const char *file, const struct cgf_plan_lines *lines)
{
	static char text[CGF_TEXT_BYTES_MAX];
	int length = cgf_plan_lines_write(text, sizeof(text), lines);

	if (length < 0)
		return cgf_harness_failed("a plan is longer than %d bytes", CGF_TEXT_BYTES_MAX);
	length = cgf_file_write(file, text, (size_t)length);
	return length < 0 ? cgf_harness_failed("%s: %s", file, strerror(-length)) : 0;
}

/* Does the candidate still end as before? Then it is the plan from now on. */
static bool try_lines(struct reducer *reducer, const struct cgf_plan_lines *candidate)
{
	struct cgf_verdict verdict;

	if (!cgf_plan_lines_fit(candidate))
		return false;
	if (reducer->error == 0 && reducer->runs++ == CGF_REDUCE_RUNS_MAX)
		reducer->error = cgf_harness_failed("not minimal after %d replays", CGF_REDUCE_RUNS_MAX);
	if (reducer->error == 0)
		reducer->error = write_plan(reducer->file, candidate);
	if (reducer->error == 0)
		reducer->error = cgf_replay_once(&verdict, reducer->programs, reducer->target, reducer->file);
	if (reducer->error != 0 || !cgf_verdict_same(&verdict, reducer->verdict))
		return false;
	*reducer->lines = *candidate;
	*reducer->verdict = verdict;
	if (reducer->note)
		reducer->note(candidate->step_count, reducer->runs);
	return true;
}

/* Runs of `size` steps. From the end, since what comes after the finding is the first to go. */
static bool drop_steps(struct reducer *reducer, size_t size)
{
	static struct cgf_plan_lines candidate;
	bool dropped = false;

	for (size_t end = reducer->lines->step_count; end > 0 && reducer->error == 0;) {
		size_t first = end > size ? end - size : 0;

		candidate = *reducer->lines;
		cgf_plan_lines_drop_steps(&candidate, first, end - first);
		dropped = try_lines(reducer, &candidate) || dropped;
		end = first;
	}
	return dropped;
}

static bool drop_details(struct reducer *reducer)
{
	static struct cgf_plan_lines candidate;
	bool dropped = false;

	for (size_t step = 0; step < reducer->lines->step_count; step++)
		for (size_t detail = 0; reducer->error == 0;) {
			candidate = *reducer->lines;
			if (!cgf_plan_lines_drop_detail(&candidate, step, detail))
				break;
			if (try_lines(reducer, &candidate))
				dropped = true; /* what follows has moved into its place */
			else
				detail++;
		}
	candidate = *reducer->lines;
	candidate.seed = 0;
	return (reducer->lines->seed != 0 && reducer->error == 0 && try_lines(reducer, &candidate)) ||
	       dropped;
}

/* `size` of the runs before the last one at a time, from the end: the latest are the likeliest to matter. */
static void drop_runs(struct reducer *reducer, size_t size)
{
	static struct cgf_plan_lines candidate;

	for (size_t end = cgf_plan_lines_runs(reducer->lines) - 1; end > 0 && reducer->error == 0;) {
		size_t first = end > size ? end - size : 0;

		candidate = *reducer->lines;
		cgf_plan_lines_drop_runs(&candidate, first, end - first);
		try_lines(reducer, &candidate);
		end = first;
	}
}

/* The file that candidates are written to, in a folder of its own. */
static int begin(struct reducer *reducer, char *folder, size_t size)
{
	int error = cgf_scratch_make(folder, size);

	if (error != 0)
		return cgf_harness_failed("cannot make a temporary folder %s: %s", folder, strerror(-error));
	cgf_text_make(reducer->file, sizeof(reducer->file), "%s/candidate.plan", folder);
	return 0;
}

int cgf_reduce_runs(struct cgf_plan_lines *lines, struct cgf_verdict *verdict,
                    const struct cgf_programs *programs, const struct cgf_target *target)
{
	struct cgf_target any_op = *target;
	struct reducer reducer = {
	        .programs = programs, .target = &any_op, .lines = lines, .verdict = verdict};
	char folder[CGF_PATH_BYTES_MAX - 16];
	int code = begin(&reducer, folder, sizeof(folder));

	any_op.op[0] = '\0';
	if (code != 0)
		return code;
	for (size_t size = cgf_plan_lines_runs(lines) / 2; size > 0; size /= 2)
		drop_runs(&reducer, size);
	cgf_scratch_remove(folder);
	return reducer.error;
}

int cgf_reduce(struct cgf_plan_lines *lines, struct cgf_verdict *verdict, const struct cgf_programs *programs,
               const struct cgf_target *target, void (*note)(size_t step_count, unsigned runs))
{
	struct cgf_target any_op = *target;
	struct reducer reducer = {
	        .programs = programs, .target = &any_op, .lines = lines, .verdict = verdict, .note = note};
	char folder[CGF_PATH_BYTES_MAX - 16];
	bool dropped = true;
	int code = begin(&reducer, folder, sizeof(folder));

	any_op.op[0] = '\0'; /* text names its ops */
	if (code != 0)
		return code;
	for (size_t size = cgf_plan_lines_runs(lines) / 2; size > 0; size /= 2)
		drop_runs(&reducer, size);
	for (size_t size = (lines->step_count + 1) / 2; size > 1; size /= 2)
		drop_steps(&reducer, size);
	while (dropped && reducer.error == 0) {
		dropped = drop_steps(&reducer, 1);
		dropped = drop_details(&reducer) || dropped;
	}
	cgf_scratch_remove(folder);
	return reducer.error;
}
