/*
 * replay_plan.c: see replay_plan.h.
 */
#include "replay_plan.h"

#include "plan_session.h"
#include "story.h"

#include "plans/outcomes.h"
#include "plans/progress.h"
#include "plans/say.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int check_state(const struct cgf_own_plan_session *of, const struct cgf_own_ended *ended)
{
	const struct cgf_own_plan *plan = &of->plan;
	const struct cgf_verdict *verdict = &ended->verdict.verdict;
	struct cgf_verdict expected;
	bool found = cgf_own_plan_found(ended);

	if (plan->state == CGF_OWN_FIXED && !found) {
		printf("%s: fixed, and silent\n", of->name);
		return 0;
	}
	if (plan->state == CGF_OWN_FIXED ||
	    (found && cgf_verdict_read(&expected, plan->verdict) && !cgf_verdict_same(&expected, verdict))) {
		fputs(ended->text, stdout);
		printf("%s: %s: %s at=%s %s\n", of->name,
		       plan->state == CGF_OWN_FIXED ? "came back" : "is another finding now", verdict->name,
		       verdict->at, verdict->go);
		return CGF_EXIT_FOUND;
	}
	if (!found)
		return cgf_harness_failed("%s: is gone: say state: fixed", of->name);
	printf("%s: known, and there: %s at=%s %s\n", of->name, verdict->name, verdict->at, verdict->go);
	return 0;
}

static void tell_go_line(const struct cgf_verdict *verdict)
{
	if (verdict->go[0] != '\0')
		printf("cgofault: go %s\n", verdict->go);
}

static int tell(struct cgf_own_plan_session *of, const struct cgf_own_ended *ended, bool story)
{
	const struct cgf_verdict *verdict = &ended->verdict.verdict;
	char line[CGF_VERDICT_LINE_BYTES_MAX];
	int code = 0;

	fputs(ended->text, stderr);
	fflush(stderr);
	if (story)
		code = cgf_own_story_print(&of->session);
	tell_go_line(verdict);
	cgf_verdict_write(line, sizeof(line), verdict);
	puts(line);
	return code ? code : (int)cgf_verdict_exit_code(verdict);
}

/* A run of the plan in which its faults happen. */
static int run(struct cgf_own_ended *out, struct cgf_own_plan_session *of)
{
	int code = cgf_own_plan_run(out, of, of->plan.faults, of->plan.fault_count);

	if (code == 0)
		code = cgf_own_plan_check_fired(of, out);
	cgf_own_trace_free(&out->trace);
	return code;
}

static int run_once(struct cgf_own_plan_session *of, const struct cgf_own_replay_request *request)
{
	struct cgf_own_ended ended;
	int code = run(&ended, of);

	if (code != 0)
		return code;
	return request->check ? check_state(of, &ended) : tell(of, &ended, request->story);
}

static int run_many(struct cgf_own_plan_session *of, long times)
{
	static struct cgf_outcomes outcomes;
	struct cgf_own_ended ended;
	long done = 0;
	int code = 0;

	outcomes = (struct cgf_outcomes){0};
	for (; done < times && code == 0; done += code == 0) {
		code = run(&ended, of);
		if (code == 0)
			cgf_outcomes_add(&outcomes, &ended.verdict.verdict);
		if (code == 0 && done == 0)
			tell_go_line(&ended.verdict.verdict);
		cgf_progress("%ld of %ld replays, %zu outcome%s", done + 1, times, outcomes.count,
		             outcomes.count == 1 ? "" : "s");
	}
	cgf_progress_end();
	return code ? code : cgf_outcomes_tell(&outcomes, done, times);
}

int cgf_own_replay(const struct cgf_own_replay_request *request)
{
	static struct cgf_own_plan_session of;
	FILE *to = request->check ? fopen("/dev/null", "w") : stderr;
	int code;

	if (!to)
		return cgf_harness_failed("/dev/null: %s", strerror(errno));
	code = cgf_own_plan_open(&of, request->name, request->text, to);
	if (code == 0)
		code = request->times > 1 && !request->check ? run_many(&of, request->times)
		                                             : run_once(&of, request);
	if (request->check)
		fclose(to);
	cgf_own_plan_close(&of);
	return code == -EINTR ? CGF_EXIT_INTERRUPTED : code;
}
