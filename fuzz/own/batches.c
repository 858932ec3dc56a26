/*
 * batches.c: see batches.h.
 */
#include "batches.h"

#include "child.h"
#include "test_run.h"

#include "plans/say.h"

#include <stdio.h>
#include <string.h>

static int run(struct cgf_own_worker *worker, const struct cgf_own_trial *trials, size_t count)
{
	struct cgf_own_progress *progress = worker->progress;
	const struct cgf_own_fault *faults[CGF_OWN_MANY_RUNS_MAX];
	size_t fault_counts[CGF_OWN_MANY_RUNS_MAX];

	for (size_t i = 0; i < count; i++) {
		faults[i] = &progress->sweep.faults[trials[i].first];
		fault_counts[i] = trials[i].count;
	}
	return cgf_own_test_run_many(&worker->many, worker->slot, progress->session, trials[0].test, faults,
	                             fault_counts, count);
}

static bool is_silent(const struct cgf_own_many *many, size_t run)
{
	return cgf_verdict_exit_code(&many->verdicts[run].verdict) == CGF_EXIT_NOTHING &&
	       many->verdicts[run].result == CGF_OWN_PASSED;
}

/* It did not come to a call that each run without faults makes: nothing is known of its faults. */
static bool says_nothing(const struct cgf_own_many *many, size_t run)
{
	return many->traces[run].fired + many->traces[run].not_fired == 0;
}

/* Trials in processes of their own, as far as there is time. */
static int run_alone(bool *silent, struct cgf_own_worker *worker, const struct cgf_own_trial *trials,
                     size_t count)
{
	struct cgf_own_session *session = worker->progress->session;
	int code = 0;

	for (size_t i = 0; i < count && code == 0; i++)
		if (*session->tests[trials[i].test].left_out == '\0' && cgf_now_ms() < session->end_ms)
			code = cgf_own_trial_run(silent, worker, &trials[i]);
	return code;
}

/* What the runs of the process say. */
static int judge(struct cgf_own_worker *worker, const struct cgf_own_trial *trials)
{
	struct cgf_own_progress *progress = worker->progress;
	struct cgf_own_many *many = &worker->many;
	struct cgf_own_test *test = &progress->session->tests[trials[0].test];
	bool silent = true;
	int code = 0;

	for (size_t i = 0; i < many->begun && code == 0 && silent; i++) {
		bool quiet = is_silent(many, i);

		cgf_own_trial_count(progress, &trials[i], &many->traces[i]);
		progress->session->runs_together++;
		if (quiet && !says_nothing(many, i)) {
			cgf_own_sweep_note(&progress->sweep, &trials[i], true);
			continue;
		}
		code = run_alone(&silent, worker, &trials[i], 1);
		if (code != 0 || !silent || quiet)
			continue;
		test->many_max = 0;
		return run_alone(&silent, worker, trials, i);
	}
	return code;
}

int cgf_own_batch_run(struct cgf_own_worker *worker, const struct cgf_own_trial *trial)
{
	struct cgf_own_trial trials[CGF_OWN_MANY_RUNS_MAX] = {*trial};
	struct cgf_own_progress *progress = worker->progress;
	struct cgf_own_test *test = &progress->session->tests[trial->test];
	size_t count =
	        cgf_own_sweep_add_many(trials, test->many_max, &progress->sweep, progress->session->tests);
	bool silent, usable;
	int code;

	for (size_t i = 0; i < count; i++)
		cgf_own_sweep_take(&progress->sweep, &trials[i]);
	code = run(worker, trials, count);
	usable = code == 0 && worker->many.begun > 0 && worker->many.whole;
	if (usable)
		code = judge(worker, trials);
	cgf_own_many_free(&worker->many);
	if (code == 0 && !usable) {
		test->many_max = 0;
		code = run_alone(&silent, worker, trial, 1);
	}
	for (size_t i = 0; i < count; i++)
		cgf_own_sweep_give_back(&progress->sweep, &trials[i]);
	return code;
}
