/*
 * workers.c: see workers.h.
 */
#include "workers.h"

#include "batches.h"
#include "child.h"

#include "plans/progress.h"
#include "plans/say.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static size_t count_confirmed(const struct cgf_own_session *session)
{
	size_t count = 0;

	for (size_t i = 0; i < session->finding_count; i++)
		count += session->findings[i].confirmed;
	return count;
}

enum { BAR = 12 };

static void show(const struct cgf_own_progress *progress)
{
	const struct cgf_own_session *session = progress->session;
	int64_t past_ms = cgf_now_ms() - progress->began_ms, left_ms;
	size_t left = cgf_own_sweep_left(&left_ms, &progress->sweep, session->tests), done = session->runs;
	int full = done + left ? (int)(BAR * done / (done + left)) : BAR;
	size_t findings = count_confirmed(session);

	if (session->options.jobs > 1)
		left_ms /= session->options.jobs;
	if (session->end_ms - cgf_now_ms() < left_ms)
		left_ms = session->end_ms - cgf_now_ms();
	cgf_progress("[%.*s>%*s] %zu of %zu runs, %.1f a second, %zu finding%s, %" PRId64 " s left", full,
	             "============", BAR - full, "", done, done + left,
	             past_ms > 0 ? (double)done * 1000 / (double)past_ms : 0.0, findings,
	             findings == 1 ? "" : "s", left_ms < 0 ? 0 : left_ms / 1000);
}

static int run(struct cgf_own_worker *worker, const struct cgf_own_trial *trial)
{
	struct cgf_own_sweep *sweep = &worker->progress->sweep;
	bool silent;
	int code;

	if (cgf_own_sweep_is_many(sweep, trial, worker->progress->session->tests))
		return cgf_own_batch_run(worker, trial);
	cgf_own_sweep_take(sweep, trial);
	code = cgf_own_trial_run(&silent, worker, trial);
	cgf_own_sweep_give_back(sweep, trial);
	return code;
}

static void make(struct cgf_own_worker *worker, const struct cgf_own_trial *trial)
{
	struct cgf_own_progress *progress = worker->progress;
	int code;

	show(progress);
	progress->busy++;
	code = run(worker, trial);
	progress->busy--;
	if (progress->code == 0)
		progress->code = code;
	cgf_own_jobs_tell(worker->slot->jobs);
}

/* Trials until none is left. What others have under way may leave more of them. */
static void *work(void *data)
{
	struct cgf_own_worker *worker = data;
	struct cgf_own_progress *progress = worker->progress;
	struct cgf_own_session *session = progress->session;
	struct cgf_own_trial trial;

	cgf_own_jobs_lock(worker->slot->jobs);
	while (progress->code == 0 && cgf_now_ms() < session->end_ms) {
		if (cgf_own_sweep_next(&trial, &progress->sweep, session->tests))
			make(worker, &trial);
		else if (progress->busy > 0)
			cgf_own_jobs_await(worker->slot->jobs);
		else
			break;
	}
	cgf_own_jobs_unlock(worker->slot->jobs);
	return NULL;
}

/* A worker that runs beside others, in a folder of its own. */
struct beside {
	pthread_t thread;
	struct cgf_own_slot slot;
	struct cgf_own_worker worker;
};

static int prepare(struct beside *beside, struct cgf_own_progress *progress, struct cgf_own_jobs *jobs,
                   size_t number)
{
	int error;

	beside->worker = (struct cgf_own_worker){.progress = progress, .slot = &beside->slot};
	beside->slot.jobs = jobs;
	if (!cgf_text_make(beside->slot.scratch, sizeof(beside->slot.scratch), "%s/%zu",
	                   progress->session->scratch, number))
		return CGF_EXIT_HARNESS;
	error = cgf_folder_make(beside->slot.scratch);
	return error ? cgf_harness_failed("%s: %s", beside->slot.scratch, strerror(-error)) : 0;
}

/* The first one is the caller's. A thread that cannot be started ends those that were. */
static void run_together(struct beside *workers, size_t count, struct cgf_own_progress *progress)
{
	size_t started = 1;
	int error = 0;

	while (started < count &&
	       (error = pthread_create(&workers[started].thread, NULL, work, &workers[started].worker)) == 0)
		started++;
	if (error != 0) {
		cgf_own_jobs_lock(workers[0].slot.jobs);
		progress->code = cgf_harness_failed("cannot start a thread: %s", strerror(error));
		cgf_own_jobs_unlock(workers[0].slot.jobs);
	}
	work(&workers[0].worker);
	while (--started > 0)
		pthread_join(workers[started].thread, NULL);
}

static int run_many(struct cgf_own_progress *progress, size_t count)
{
	struct beside *workers = calloc(count, sizeof(*workers));
	struct cgf_own_jobs jobs;
	int code = 0;

	if (!workers || cgf_own_jobs_make(&jobs) != 0) {
		free(workers);
		return cgf_harness_failed("out of memory");
	}
	for (size_t i = 0; i < count && code == 0; i++)
		code = prepare(&workers[i], progress, &jobs, i);
	if (code == 0)
		run_together(workers, count, progress);
	cgf_own_jobs_end(&jobs);
	free(workers);
	return code ? code : progress->code;
}

int cgf_own_workers_run(struct cgf_own_progress *progress)
{
	struct cgf_own_session *session = progress->session;
	struct cgf_own_worker *worker;

	if (session->options.jobs > 1)
		return run_many(progress, (size_t)session->options.jobs);
	worker = calloc(1, sizeof(*worker));
	if (!worker)
		return cgf_harness_failed("out of memory");
	*worker = (struct cgf_own_worker){.progress = progress, .slot = &session->slot};
	work(worker);
	free(worker);
	return progress->code;
}
