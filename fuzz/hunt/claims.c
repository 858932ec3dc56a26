/*
 * claims.c: see claims.h.
 */
#include "claims.h"

#include "history.h"
#include "output.h"
#include "plans/files.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/stored.h"
#include "reduce.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct judging {
	struct cgf_judged *out;
	const struct cgf_judging_request *request;
	const struct cgf_claim_record *record;
	struct cgf_target any_op; /* a text names its ops */
	char raw[CGF_PATH_BYTES_MAX], text[CGF_PATH_BYTES_MAX];
};

/* What the first replay says is enough for what is known. */
static bool is_set_aside(struct judging *judging)
{
	struct cgf_judged *out = judging->out;
	enum cgf_collected_answer answer = CGF_NEW;

	if (judging->request->collected && cgf_verdict_exit_code(&out->verdict) == CGF_EXIT_FOUND)
		answer = cgf_collected_ask(judging->request->collected, &out->verdict);
	if (answer != CGF_NEW)
		out->judgement = answer == CGF_KNOWN ? CGF_SET_ASIDE_KNOWN : CGF_SET_ASIDE_AGAIN;
	return answer != CGF_NEW;
}

/* Sets the judgement, where the replays agree or the verdict is set aside. 0, an exit code, -EINTR or -ETIME.
 */
static int confirm(struct judging *judging, const struct cgf_target *target, const char *file)
{
	const struct cgf_programs *programs = judging->request->programs;
	struct cgf_verdict *verdict = &judging->out->verdict;
	bool agreed;
	int code = cgf_replay_once(verdict, programs, target, file);

	if (code != 0 || is_set_aside(judging))
		return code;
	code = cgf_replay_agree(&agreed, verdict, programs, target, file,
	                        judging->request->output ? CGF_CONFIRMATIONS - 1 : 0);
	if (code == 0 && agreed)
		judging->out->judgement = CGF_FOUND;
	else if (cgf_verdict_exit_code(verdict) == CGF_EXIT_HARNESS)
		judging->out->judgement = CGF_UNCONFIRMABLE;
	return code;
}

static bool is_undecided(const struct judging *judging)
{
	return judging->out->judgement == CGF_UNCONFIRMED || judging->out->judgement == CGF_UNCONFIRMABLE;
}

static int keep_finding(struct judging *judging, struct cgf_plan_lines *lines)
{
	const struct cgf_judging_request *request = judging->request;
	struct cgf_judged *out = judging->out;

	out->runs_before = cgf_plan_lines_runs(lines) - 1;
	return cgf_output_keep_finding(out->file, sizeof(out->file), request->programs, request->output,
	                               judging->record->target.class_name, lines, &out->verdict);
}

/* The claim by itself, as the engine left it. */
static int confirm_alone(struct judging *judging)
{
	static struct cgf_plan_lines lines;
	const struct cgf_judging_request *request = judging->request;
	const struct cgf_target *target = &judging->record->target;
	int code = confirm(judging, target, judging->raw);

	if (code != 0 || judging->out->judgement != CGF_FOUND || !request->output)
		return code;
	code = cgf_plan_lines_load(&lines, request->programs, target, judging->raw);
	return code == 0 ? keep_finding(judging, &lines) : code;
}

/* After the runs before it. What the finding does not need of them goes, as far as there is time. */
static int confirm_with_history(struct judging *judging)
{
	static struct cgf_plan_lines lines;
	const struct cgf_programs *programs = judging->request->programs;
	int code = confirm(judging, &judging->any_op, judging->text);

	if (code != 0 || judging->out->judgement != CGF_FOUND)
		return code;
	code = cgf_plan_lines_load(&lines, programs, &judging->any_op, judging->text);
	if (code != 0)
		return code;
	code = cgf_reduce_runs(&lines, &judging->out->verdict, programs, &judging->any_op);
	return code == 0 || code == -ETIME || code == -EINTR ? keep_finding(judging, &lines) : code;
}

/* FNV-1a: the same text has the same name. */
static unsigned digest_of(const char *text)
{
	unsigned digest = 0x811c9dc5;

	for (; *text; text++)
		digest = (digest ^ (unsigned char)*text) * 0x01000193;
	return digest;
}

/* The header says what the engine claimed, a comment what became of it. */
static int keep_unconfirmed(struct judging *judging, size_t before)
{
	static char text[CGF_TEXT_BYTES_MAX];
	static struct cgf_plan_lines lines;
	const struct cgf_judging_request *request = judging->request;
	const struct cgf_target *target = &judging->record->target;
	struct cgf_verdict claimed = judging->record->claim.verdict;
	char name[CGF_PATH_BYTES_MAX];
	int length, more, code;

	code = cgf_plan_lines_load(&lines, request->programs, &judging->any_op, judging->text);
	if (code != 0)
		return code;
	snprintf(claimed.class_name, sizeof(claimed.class_name), "%s", target->class_name);
	snprintf(claimed.variant, sizeof(claimed.variant), "%s", target->variant);
	snprintf(claimed.build, sizeof(claimed.build), "%s", target->build);
	cgf_plan_lines_judge(&lines, &claimed);
	while ((length = cgf_plan_lines_write(text, sizeof(text), &lines)) < 0 &&
	       cgf_plan_lines_runs(&lines) > 1)
		cgf_plan_lines_drop_runs(&lines, 0, cgf_plan_lines_runs(&lines) / 2);
	if (length < 0)
		return cgf_harness_failed("a claim's plan is longer than %d bytes", CGF_TEXT_BYTES_MAX);
	cgf_text_make(name, sizeof(name), "%s-%s-%s-%s-%08x.plan", target->class_name, target->variant,
	              judging->record->engine, target->build, digest_of(text));
	more = snprintf(text + length, sizeof(text) - (size_t)length,
	                "# %s claimed this verdict; %d fresh processes did not confirm it, alone or after "
	                "the %zu runs "
	                "before it.\n",
	                judging->record->engine, CGF_CONFIRMATIONS, before);
	length += (size_t)(length + more) < sizeof(text) ? more : 0;
	return cgf_output_keep(judging->out->file, sizeof(judging->out->file), request->programs,
	                       request->output, "unconfirmed", name, text, (size_t)length);
}

static int judge_with_history(struct judging *judging)
{
	size_t before;
	int code = cgf_history_write(&before, judging->text, judging->request->folder,
	                             judging->request->programs, judging->record);

	if (code == 0 && before > 0)
		code = confirm_with_history(judging);
	if (code == 0 && is_undecided(judging))
		code = keep_unconfirmed(judging, before);
	return code;
}

int cgf_claim_judge(struct cgf_judged *out, const struct cgf_judging_request *request,
                    const struct cgf_claim_record *record)
{
	struct judging judging = {.out = out, .request = request, .record = record, .any_op = record->target};
	int code;

	memset(out, 0, sizeof(*out));
	judging.any_op.op[0] = '\0';
	cgf_text_make(judging.raw, sizeof(judging.raw), "%s/claim", request->folder);
	cgf_text_make(judging.text, sizeof(judging.text), "%s/claim.plan", request->folder);
	code = cgf_file_write(judging.raw, record->claim.bytes, record->claim.size);
	if (code != 0)
		return cgf_harness_failed("%s: %s", judging.raw, strerror(-code));
	code = confirm_alone(&judging);
	if (code == 0 && is_undecided(&judging) && request->output)
		code = judge_with_history(&judging);
	return code;
}
