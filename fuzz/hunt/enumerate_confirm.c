/*
 * enumerate_confirm.c: what the sets claim, in fresh processes.
 */
#include "enumerate_parts.h"

#include "output.h"
#include "plans/progress.h"
#include "plans/replay.h"
#include "plans/replay_pool.h"
#include "plans/say.h"
#include "plans/stop.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Which outcome each replay belongs to, and how many agreed. */
struct confirming {
	struct cgf_enumerating *all;
	size_t claims[CGF_OUTCOMES_MAX], claim_count;
	unsigned agreed[CGF_OUTCOMES_MAX], replayed[CGF_OUTCOMES_MAX];
};

static struct cgf_enumerated_outcome *claimed(const struct confirming *confirming, size_t index)
{
	return &confirming->all->out->outcomes[confirming->claims[index / CGF_CONFIRMATIONS]];
}

static void plan_of_claim(char *out, size_t size, size_t index, const void *data)
{
	const struct confirming *confirming = data;

	cgf_enumerating_plan(out, size, confirming->all, claimed(confirming, index)->first);
}

static void claim_done(size_t index, const struct cgf_verdict *verdict, int code, void *data)
{
	struct confirming *confirming = data;

	confirming->replayed[index / CGF_CONFIRMATIONS]++;
	if (code == 0 && cgf_verdict_same(&claimed(confirming, index)->verdict, verdict))
		confirming->agreed[index / CGF_CONFIRMATIONS]++;
	cgf_progress("confirming %zu findings", confirming->claim_count);
}

/* What the tools said, beside a finding that nobody has a name for. */
static int save_log(const struct cgf_enumerating *all, const char *under, const char *file)
{
	char path[CGF_PATH_BYTES_MAX], name[CGF_PATH_BYTES_MAX];
	const char *log, *slash = strrchr(file, '/');
	size_t size;
	int code = 0;

	log = cgf_replay_log(&size, &code, all->request->programs, &all->any_op, file);
	if (!log)
		return code;
	cgf_text_make(name, sizeof(name), "%s.log", slash ? slash + 1 : file);
	return cgf_output_keep(path, sizeof(path), all->request->programs, all->request->output, under, name,
	                       log, size);
}

static int keep(struct cgf_enumerating *all, const struct cgf_enumerated_outcome *outcome, bool agreed)
{
	static char text[CGF_TEXT_BYTES_MAX];
	static struct cgf_plan_lines lines;
	static struct cgf_hunt hunt;
	const struct cgf_enumeration_request *request = all->request;
	const char *under = agreed ? request->target->class_name : "unconfirmed";
	char why[256];
	int code;

	memset(&hunt, 0, sizeof(hunt));
	hunt.found = agreed;
	hunt.found_ms = outcome->found_ms;
	hunt.found_executions = outcome->first + 1;
	hunt.verdict = outcome->verdict;
	cgf_enumerating_plan(text, sizeof(text), all, outcome->first);
	if (cgf_plan_lines_read(&lines, text, why, sizeof(why)) != 0)
		return cgf_harness_failed("an enumerated plan does not read: %s", why);
	code = cgf_output_keep_finding(hunt.file, sizeof(hunt.file), request->programs, request->output,
	                               under, &lines, &outcome->verdict);
	if (code == 0 && strcmp(outcome->verdict.name, "build/unknown") == 0)
		code = save_log(all, under, hunt.file);
	if (code == 0 && agreed && request->found)
		request->found(&hunt, request->data);
	return code;
}

/* There was no time for all replays, or the user wanted an end: the claim is kept, and is no finding. */
static int judge(const struct confirming *confirming, size_t claim)
{
	struct cgf_enumerating *all = confirming->all;
	struct cgf_hunt *total = &all->out->total;
	struct cgf_enumerated_outcome *outcome = &all->out->outcomes[confirming->claims[claim]];
	bool agreed = confirming->agreed[claim] == CGF_CONFIRMATIONS;
	bool undecided = !agreed && confirming->agreed[claim] == confirming->replayed[claim];

	outcome->judged = true;
	total->claims++;
	total->findings += agreed;
	total->undecided += undecided;
	total->unconfirmed += !agreed && !undecided;
	if (!agreed)
		cgf_text_make(total->unconfirmed_folder, sizeof(total->unconfirmed_folder), "%s/unconfirmed",
		              all->request->output);
	return keep(all, outcome, agreed);
}

/* Findings that nobody has judged, without those that are known. */
static void choose(struct confirming *confirming)
{
	struct cgf_enumeration *out = confirming->all->out;

	for (size_t i = 0; i < out->outcome_count; i++) {
		struct cgf_enumerated_outcome *outcome = &out->outcomes[i];

		if (outcome->judged || cgf_verdict_exit_code(&outcome->verdict) != CGF_EXIT_FOUND)
			continue;
		if (cgf_collected_ask(&confirming->all->collected, &outcome->verdict) == CGF_NEW) {
			confirming->claims[confirming->claim_count++] = i;
			continue;
		}
		outcome->judged = true;
		out->total.known++;
	}
}

int cgf_enumerating_confirm(struct cgf_enumerating *all)
{
	static struct confirming confirming;
	struct cgf_replay_pool pool = {.programs = all->request->programs,
	                               .target = &all->any_op,
	                               .plan = plan_of_claim,
	                               .done = claim_done,
	                               .data = &confirming,
	                               .end_ms = cgf_time_end_ms};
	int code = 0, kept = 0;

	memset(&confirming, 0, sizeof(confirming));
	confirming.all = all;
	choose(&confirming);
	pool.count = confirming.claim_count * CGF_CONFIRMATIONS;
	if (pool.count > 0 && !cgf_stop)
		code = cgf_replay_pool_run(&pool);
	cgf_progress_end();
	for (size_t i = 0; i < confirming.claim_count && kept == 0; i++)
		kept = judge(&confirming, i);
	return code != 0 ? code : kept;
}
