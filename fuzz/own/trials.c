/*
 * trials.c: see trials.h.
 */
#include "trials.h"

#include "child.h"
#include "confirm.h"
#include "reduce.h"
#include "sweep.h"
#include "test_run.h"

#include "plans/progress.h"
#include "plans/say.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A sweep on its way. */
struct progress {
	struct cgf_own_session *session;
	struct cgf_own_sweep sweep;
	bool *loud_alone; /* of each group: was one of its faults alone not silent? */
	int64_t began_ms;
};

static size_t count_confirmed(const struct cgf_own_session *session)
{
	size_t count = 0;

	for (size_t i = 0; i < session->finding_count; i++)
		count += session->findings[i].confirmed;
	return count;
}

enum { BAR = 12 };

static void show(const struct progress *progress)
{
	const struct cgf_own_session *session = progress->session;
	int64_t past_ms = cgf_now_ms() - progress->began_ms, left_ms;
	size_t left = cgf_own_sweep_left(&left_ms, &progress->sweep, session->tests), done = session->runs;
	int full = done + left ? (int)(BAR * done / (done + left)) : BAR;
	size_t findings = count_confirmed(session);

	if (session->end_ms - cgf_now_ms() < left_ms)
		left_ms = session->end_ms - cgf_now_ms();
	cgf_progress("[%.*s>%*s] %zu of %zu runs, %.1f a second, %zu finding%s, %" PRId64 " s left", full,
	             "============", BAR - full, "", done, done + left,
	             past_ms > 0 ? (double)done * 1000 / (double)past_ms : 0.0, findings,
	             findings == 1 ? "" : "s", left_ms < 0 ? 0 : left_ms / 1000);
}

static bool is_same_kept(const struct cgf_own_kept *a, const struct cgf_own_kept *b)
{
	return strcmp(a->function, b->function) == 0 && a->argument == b->argument && a->bytes == b->bytes &&
	       a->offset == b->offset;
}

/* What C keeps, each once. */
static void note_kept(struct cgf_own_session *session, const struct cgf_own_trace *trace)
{
	for (size_t i = 0; i < trace->kept_count; i++) {
		size_t known = 0;

		while (known < session->kept_count && !is_same_kept(&session->kept[known], &trace->kept[i]))
			known++;
		if (known == session->kept_count && known < CGF_OWN_KEPT_MAX)
			session->kept[session->kept_count++] = trace->kept[i];
	}
}

static bool is_kept(const struct cgf_own_verdict *verdict)
{
	return strcmp(verdict->verdict.name, "contract/kept-pointer") == 0;
}

/* C has the address of a dead object. cmd/cgo forbids it, and libraries leave such addresses in their
 * contexts without ever using them: so it is told, and a finding for those alone who ask. */
static void note_dead(struct cgf_own_session *session, const struct cgf_own_verdict *verdict)
{
	for (size_t i = 0; i < session->kept_count; i++)
		if (strcmp(session->kept[i].function, verdict->verdict.at) == 0 &&
		    session->kept[i].argument == verdict->argument)
			session->kept[i].dead = true;
}

static void count_faults(struct cgf_own_session *session, const struct cgf_own_trace *trace,
                         enum cgf_own_fault_kind kind)
{
	session->faults_fired += trace->fired;
	session->faults_not_fired += trace->not_fired;
	session->runs_without_fault +=
	        kind != CGF_OWN_KEPT && trace->fired + trace->not_fired == 0 && !trace->alone;
	note_kept(session, trace);
	for (size_t i = 0; i < trace->not_fired && i < CGF_OWN_NOT_FIRED_MAX; i++) {
		size_t known = 0;

		while (known < session->not_fired_count &&
		       strcmp(session->not_fired[known], trace->not_fired_lines[i]) != 0)
			known++;
		if (known == session->not_fired_count && known < CGF_OWN_NOT_FIRED_MAX)
			strcpy(session->not_fired[session->not_fired_count++], trace->not_fired_lines[i]);
	}
}

/* A run that the harness itself could not make. */
static int tell_harness(const struct cgf_own_session *session, size_t test, const struct cgf_own_ended *ended)
{
	fputs(ended->text, stderr);
	return cgf_harness_failed("%s cannot be run: %s", session->tests[test].name,
	                          ended->verdict.verdict.name);
}

static int run_trial(struct progress *progress, const struct cgf_own_trial *trial)
{
	struct cgf_own_session *session = progress->session;
	const struct cgf_own_fault *faults = &progress->sweep.faults[trial->first];
	struct cgf_own_ended ended;
	enum cgf_exit_code found;
	int code = cgf_own_test_run(&ended, session, trial->test, faults, trial->count);

	session->runs++;
	count_faults(session, &ended.trace, faults[0].kind);
	cgf_own_sweep_note_alone(&progress->sweep, trial, ended.trace.alone);
	cgf_own_trace_free(&ended.trace);
	if (code != 0)
		return code;
	found = cgf_verdict_exit_code(&ended.verdict.verdict);
	if (found == CGF_EXIT_HARNESS)
		return tell_harness(session, trial->test, &ended);
	if (faults[0].kind == CGF_OWN_KEPT && !session->options.kept && is_kept(&ended.verdict)) {
		note_dead(session, &ended.verdict);
		found = CGF_EXIT_NOTHING;
	}
	cgf_own_sweep_note(&progress->sweep, trial, found == CGF_EXIT_NOTHING);
	if (found == CGF_EXIT_NOTHING || trial->count > 1)
		return 0;
	progress->loud_alone[trial->group] = true;
	return cgf_own_claim(session, trial->test, faults, 1, &ended.verdict,
	                     progress->sweep.singles[trial->first].line);
}

/* Faults that are loud together and silent alone: the fewest of them that are loud. */
static int follow_groups(struct progress *progress)
{
	struct cgf_own_session *session = progress->session;
	struct cgf_own_sweep *sweep = &progress->sweep;
	int code = 0;

	for (size_t i = 0; i < sweep->group_count && code == 0 && cgf_now_ms() < session->end_ms; i++) {
		struct cgf_own_fault faults[CGF_OWN_FAULTS_OF_A_RUN_MAX];
		const struct cgf_own_group *group = &sweep->groups[i];
		struct cgf_own_verdict verdict;
		size_t count = group->count, first;

		if (!group->loud || progress->loud_alone[i] || *session->tests[group->test].left_out != '\0')
			continue;
		memcpy(faults, &sweep->faults[group->first], count * sizeof(faults[0]));
		code = cgf_own_reduce(&verdict, faults, &count, session, group->test);
		if (code != 0 || count == 0)
			continue;
		first = group->first;
		while (memcmp(&sweep->faults[first], &faults[0], sizeof(faults[0])) != 0)
			first++;
		code = cgf_own_claim(session, group->test, faults, count, &verdict,
		                     sweep->singles[first].line);
	}
	return code;
}

int cgf_own_trials_run(struct cgf_own_session *session)
{
	static struct progress progress;
	struct cgf_own_trial trial;
	int64_t ms;
	int code;

	progress = (struct progress){.session = session, .began_ms = cgf_now_ms()};
	code = cgf_own_sweep_make(&progress.sweep, session->tests, session->test_count,
	                          session->options.calls_per_line, session->options.minutes > 0);
	progress.loud_alone = calloc(progress.sweep.group_count + 1, sizeof(*progress.loud_alone));
	if (code != 0 || !progress.loud_alone)
		code = cgf_harness_failed("out of memory");
	while (code == 0 && cgf_now_ms() < session->end_ms &&
	       cgf_own_sweep_next(&trial, &progress.sweep, session->tests)) {
		show(&progress);
		code = run_trial(&progress, &trial);
	}
	if (code == 0)
		code = follow_groups(&progress);
	cgf_progress_end();
	session->untried = cgf_own_sweep_left(&ms, &progress.sweep, session->tests);
	session->sweep_ms = cgf_now_ms() - progress.began_ms;
	cgf_own_sweep_free(&progress.sweep);
	free(progress.loud_alone);
	return code;
}
