/*
 * trial.c: see trial.h.
 */
#include "trial.h"

#include "confirm.h"
#include "test_run.h"

#include "plans/say.h"

#include <stdio.h>
#include <string.h>

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

void cgf_own_trial_count(struct cgf_own_progress *progress, const struct cgf_own_trial *trial,
                         const struct cgf_own_trace *trace)
{
	progress->session->runs++;
	count_faults(progress->session, trace, progress->sweep.faults[trial->first].kind);
	cgf_own_sweep_note_alone(&progress->sweep, trial, trace->alone);
}

/* One run in this slot, counted. */
static int run(bool *silent, struct cgf_own_verdict *verdict, struct cgf_own_slot *slot,
               struct cgf_own_progress *progress, const struct cgf_own_trial *trial)
{
	struct cgf_own_session *session = progress->session;
	const struct cgf_own_fault *faults = &progress->sweep.faults[trial->first];
	struct cgf_own_ended ended;
	enum cgf_exit_code found;
	int code = cgf_own_test_run_in(&ended, slot, session, trial->test, faults, trial->count);

	cgf_own_trial_count(progress, trial, &ended.trace);
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
	*silent = found == CGF_EXIT_NOTHING;
	*verdict = ended.verdict;
	return 0;
}

static int note(struct cgf_own_progress *progress, const struct cgf_own_trial *trial, bool silent,
                const struct cgf_own_verdict *verdict)
{
	cgf_own_sweep_note(&progress->sweep, trial, silent);
	if (silent || trial->count > 1)
		return 0;
	progress->loud_alone[trial->group] = true;
	return cgf_own_claim(progress->session, trial->test, &progress->sweep.faults[trial->first], 1,
	                     verdict, progress->sweep.singles[trial->first].line);
}

/* The trial was not silent beside others. They may have had its test left out, or ended the sweep, meanwhile.
 */
static int run_again(bool *silent, struct cgf_own_worker *worker, const struct cgf_own_trial *trial)
{
	struct cgf_own_progress *progress = worker->progress;
	struct cgf_own_verdict verdict;
	int code;

	cgf_own_jobs_begin_alone(worker->slot->jobs);
	code = progress->code;
	if (code == 0 && *progress->session->tests[trial->test].left_out == '\0') {
		code = run(silent, &verdict, &progress->session->slot, progress, trial);
		if (code == 0)
			code = note(progress, trial, *silent, &verdict);
	}
	cgf_own_jobs_end_alone(worker->slot->jobs);
	return code;
}

int cgf_own_trial_run(bool *silent, struct cgf_own_worker *worker, const struct cgf_own_trial *trial)
{
	struct cgf_own_verdict verdict;
	int code = run(silent, &verdict, worker->slot, worker->progress, trial);

	if (code != 0)
		return code;
	return *silent || !worker->slot->jobs ? note(worker->progress, trial, *silent, &verdict)
	                                      : run_again(silent, worker, trial);
}
