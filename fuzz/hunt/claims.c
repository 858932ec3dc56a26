/*
 * claims.c: see claims.h.
 */
#include "claims.h"

#include "finding.h"
#include "history.h"
#include "plans/files.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/stored.h"
#include "reduce.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct judging {
	struct cgf_judged *out;
	const char *output;
	const struct cgf_engine_job *job;
	const struct cgf_claim *claim;
	struct cgf_target any_op; /* a text names its ops */
};

/* On disk before anything else, so that nothing is lost. */
static int keep_claim(char *path, size_t size, const struct judging *judging, unsigned number)
{
	const struct cgf_engine_job *job = judging->job;
	const struct cgf_target *target = job->target;
	char *folder = judging->out->unconfirmed_folder;
	int error;

	cgf_text_make(folder, sizeof(judging->out->unconfirmed_folder), "%s/unconfirmed",
	              judging->output ? judging->output : job->folder);
	cgf_text_make(path, size, "%s/%s-%s-%s-%s-%s-%ld-%u", folder, target->class_name, target->variant,
	              target->op[0] ? target->op : "any", job->engine, target->build, job->seed, number);
	error = cgf_folder_make(folder);
	if (error == 0)
		error = cgf_file_keep(path, judging->claim->bytes, judging->claim->size);
	return error == 0 ? 0 : cgf_harness_failed("%s: %s", path, strerror(-error));
}

static int keep_finding(const struct judging *judging, struct cgf_plan_lines *lines)
{
	struct cgf_judged *out = judging->out;
	char folder[CGF_PATH_BYTES_MAX];

	cgf_text_make(folder, sizeof(folder), "%s/%s", judging->output, judging->job->target->class_name);
	out->runs_before = cgf_plan_lines_runs(lines) - 1;
	return cgf_finding_save(out->file, sizeof(out->file), folder, lines, &out->verdict);
}

/* The claim by itself, as the engine left it. */
static int confirm_alone(struct judging *judging, const char *kept)
{
	static struct cgf_plan_lines lines;
	const struct cgf_engine_job *job = judging->job;
	int code = cgf_replay_confirm(&judging->out->found, &judging->out->verdict, job->programs,
	                              job->target, kept, judging->output ? CGF_CONFIRMATIONS : 1);

	if (code != 0 || !judging->out->found || !judging->output)
		return code;
	code = cgf_plan_lines_load(&lines, job->programs, job->target, kept);
	return code == 0 ? keep_finding(judging, &lines) : code;
}

/* After the runs before it. What the finding does not need of them goes. */
static int confirm_with_history(struct judging *judging, const char *text)
{
	static struct cgf_plan_lines lines;
	const struct cgf_programs *programs = judging->job->programs;
	struct cgf_verdict *verdict = &judging->out->verdict;
	int code = cgf_replay_confirm(&judging->out->found, verdict, programs, &judging->any_op, text,
	                              CGF_CONFIRMATIONS);

	if (code != 0 || !judging->out->found)
		return code;
	code = cgf_plan_lines_load(&lines, programs, &judging->any_op, text);
	if (code == 0)
		code = cgf_reduce_runs(&lines, verdict, programs, &judging->any_op);
	return code == 0 ? keep_finding(judging, &lines) : code;
}

/* The header says what the engine claimed, a comment what became of it. */
static int write_unconfirmed(const struct judging *judging, struct cgf_plan_lines *lines, const char *path,
                             size_t before)
{
	static char text[CGF_TEXT_BYTES_MAX];
	const struct cgf_target *target = judging->job->target;
	struct cgf_verdict claimed = judging->claim->verdict;
	int length, more;

	snprintf(claimed.class_name, sizeof(claimed.class_name), "%s", target->class_name);
	snprintf(claimed.variant, sizeof(claimed.variant), "%s", target->variant);
	snprintf(claimed.build, sizeof(claimed.build), "%s", target->build);
	cgf_plan_lines_judge(lines, &claimed);
	length = cgf_plan_lines_write(text, sizeof(text), lines);
	if (length < 0)
		return 0; /* the text without this is there */
	more = snprintf(
	        text + length, sizeof(text) - (size_t)length,
	        "# %s claimed this verdict; %d fresh processes did not confirm it, alone or after the "
	        "%zu runs before it.\n",
	        judging->job->engine, CGF_CONFIRMATIONS, before);
	length += (size_t)(length + more) < sizeof(text) ? more : 0;
	length = cgf_file_keep(path, text, (size_t)length);
	return length == 0 ? 0 : cgf_harness_failed("%s: %s", path, strerror(-length));
}

static int keep_unconfirmed(const struct judging *judging, const char *text, size_t before)
{
	static struct cgf_plan_lines lines;
	int code = cgf_plan_lines_load(&lines, judging->job->programs, &judging->any_op, text);

	return code == 0 ? write_unconfirmed(judging, &lines, text, before) : code;
}

static int judge_with_history(struct judging *judging, const char *kept)
{
	char text[2 * CGF_PATH_BYTES_MAX + 8];
	size_t before;
	int code;

	cgf_text_make(text, sizeof(text), "%s.plan", kept);
	code = cgf_history_write(&before, text, judging->job, judging->claim);
	if (code == 0 && before > 0)
		code = confirm_with_history(judging, text);
	if (code == 0 && !judging->out->found)
		code = keep_unconfirmed(judging, text, before);
	if (code == 0 && judging->out->found)
		unlink(text);
	return code;
}

int cgf_claim_judge(struct cgf_judged *out, const char *output, const struct cgf_engine_job *job,
                    const struct cgf_claim *claim, unsigned number)
{
	struct judging judging = {
	        .out = out, .output = output, .job = job, .claim = claim, .any_op = *job->target};
	char kept[2 * CGF_PATH_BYTES_MAX];
	int code;

	memset(out, 0, sizeof(*out));
	judging.any_op.op[0] = '\0';
	code = keep_claim(kept, sizeof(kept), &judging, number);
	if (code == 0)
		code = confirm_alone(&judging, kept);
	if (code == 0 && !out->found && output)
		code = judge_with_history(&judging, kept);
	if (code == 0 && output)
		unlink(kept); /* a plan says it now */
	return code;
}
