/*
 * hunt_judge.c: the claims of a hunt are judged, and what comes of them is counted.
 */
#include "claims.h"
#include "hunting.h"
#include "plans/say.h"
#include "plans/stop.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

enum {
	CONFIRM_MS = 1800, /* how long after its time a hunt may go on with a claim */
	CLAIMS_IN_A_ROW_MAX = 20,
};

static void note_finding(struct cgf_hunting *hunting, const struct cgf_judged *judged)
{

	hunting->out->found = true;
	hunting->out->findings++;
	hunting->out->verdict = judged->verdict;
	hunting->out->runs_before = judged->runs_before;
	strcpy(hunting->out->file, judged->file);
	hunting->out->found_ms = hunting->before_ms + hunting->pending->record.claim.after_ms;
	hunting->out->found_executions =
	        hunting->before_executions + hunting->pending->record.claim.executions;
	cgf_collected_add(hunting->collected, &judged->verdict);
	if (hunting->request->finding)
		hunting->request->finding(hunting->out, hunting->request->data);
}

static int note_unconfirmed(struct cgf_hunting *hunting, const struct cgf_judged *judged)
{
	const struct cgf_claim *claim = &hunting->pending->record.claim;

	hunting->out->unconfirmed++;
	if (judged->judgement == CGF_UNCONFIRMABLE && hunting->out->unconfirmable++ == 0)
		strcpy(hunting->failure, judged->verdict.name);
	strcpy(hunting->out->unconfirmed_folder, judged->file);
	if (strrchr(hunting->out->unconfirmed_folder, '/'))
		*strrchr(hunting->out->unconfirmed_folder, '/') = '\0';
	if (claim->killed)
		return cgf_harness_failed("somebody killed the engine (SIGKILL) after %" PRIu64
		                          " executions; is there too little memory?",
		                          claim->executions);
	if (++hunting->in_a_row < CLAIMS_IN_A_ROW_MAX)
		return 0;
	return cgf_harness_failed(
	        "%d processes of the engine died in a row, each with a claim that fresh processes do "
	        "not confirm%s%s",
	        CLAIMS_IN_A_ROW_MAX, *hunting->out->unconfirmed_folder ? "; they are in " : "",
	        hunting->out->unconfirmed_folder);
}

/* The claim in `pending`. */
int cgf_hunting_judge(struct cgf_hunting *hunting)
{
	static struct cgf_judged judged;
	const struct cgf_judging_request request = {.programs = hunting->request->programs,
	                                            .output = hunting->request->output,
	                                            .folder = hunting->folder.path,
	                                            .collected = hunting->collected};
	int code;

	hunting->out->claims++;
	cgf_time_end_ms = hunting->end_ms + CONFIRM_MS;
	code = cgf_claim_judge(&judged, &request, &hunting->pending->record);
	cgf_time_end_ms = INT64_MAX;
	cgf_pending_end(hunting->pending, code == 0);
	hunting->out->undecided += code == -ETIME || code == -EINTR;
	if (code != 0)
		return code;
	hunting->out->known += judged.judgement == CGF_SET_ASIDE_KNOWN;
	hunting->out->again += judged.judgement == CGF_SET_ASIDE_AGAIN;
	if (judged.judgement == CGF_FOUND)
		note_finding(hunting, &judged);
	if (judged.judgement == CGF_UNCONFIRMED || judged.judgement == CGF_UNCONFIRMABLE)
		return note_unconfirmed(hunting, &judged);
	hunting->in_a_row = 0;
	return 0;
}

bool cgf_hunting_goes_on(const struct cgf_hunting *hunting)
{
	return !hunting->out->found || hunting->request->keep_going;
}

/* What earlier hunts were killed over. */
int cgf_hunting_take_up(struct cgf_hunting *hunting)
{
	const struct cgf_hunt_request *request = hunting->request;
	int code = 0;

	while (request->pending && code == 0 && cgf_hunting_goes_on(hunting) &&
	       cgf_pending_take(hunting->pending, request->pending, request->target)) {
		hunting->pending->record.claim.after_ms = 0;
		hunting->pending->record.claim.executions = 0;
		hunting->pending->record.claim.killed = false;
		code = cgf_hunting_judge(hunting);
	}
	return code;
}
