/*
 * workers.c: see honest_workers.h. Nothing tells the harness which threads there are.
 */
#include "honest_workers.h"

#include "honest_shim.h"

#include <stdlib.h>

FUNCTION(start_function, "workers_start", "late.entry");
FUNCTION(join_function, "workers_join", "late.entry");
FUNCTION(note_function, "workers_note", "late.entry");
FUNCTION(run_function, "workers_run", "late.entry");
FUNCTION(post_function, "workers_post", "late.entry");
FUNCTION(dispatch_function, "workers_dispatch", "late.entry", "late.return");

static const struct cgf_function *const functions[] = {&start_function,
                                                       &join_function,
                                                       &note_function,
                                                       &run_function,
                                                       &post_function,
                                                       &dispatch_function,
                                                       NULL};

enum { POSTS_MAX = 64 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t posted = PTHREAD_COND_INITIALIZER;
static int notes, posts[POSTS_MAX], post_count;

static void reset(void)
{
	pthread_mutex_lock(&lock);
	notes = 0;
	pthread_mutex_unlock(&lock);
}

static struct cgf_library workers = {.name = "workers", .functions = functions, .reset = reset};
CGF_LIBRARY(workers)

/* ---- a worker ---- */

struct workers_worker {
	pthread_t thread;
	int jobs;
	void (*done)(int job);
};

static void *work(void *data)
{
	const struct workers_worker *worker = data;
	for (int job = 0; job < worker->jobs; job++)
		worker->done(job);
	return NULL;
}

static struct workers_worker *start(int jobs, void (*done)(int job))
{
	struct cgf_call call;
	shim_begin(&call, &start_function);
	struct workers_worker *worker = malloc(sizeof *worker);
	if (!worker)
		abort();
	*worker = (struct workers_worker){.jobs = jobs, .done = done};
	if (pthread_create(&worker->thread, NULL, work, worker))
		abort();
	cgf_call_end(&call, 0);
	return worker;
}

struct workers_worker *workers_start(int jobs)
{
	return start(jobs, workersDone);
}

struct workers_worker *workers_start_asking(int jobs)
{
	return start(jobs, workersAsked);
}

void workers_join(struct workers_worker *worker)
{
	struct cgf_call call;
	shim_begin(&call, &join_function);
	pthread_join(worker->thread, NULL);
	free(worker);
	cgf_call_end(&call, 0);
}

void workers_note(int job)
{
	struct cgf_call call;
	shim_begin(&call, &note_function);
	pthread_mutex_lock(&lock);
	notes += job;
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
}

/* ---- a call that waits for a thread's callback ---- */

struct run {
	pthread_mutex_t lock;
	pthread_cond_t ended;
	int job;
	bool over;
};

static void *run_elsewhere(void *data)
{
	struct run *run = data;
	workersRun(run->job);
	pthread_mutex_lock(&run->lock);
	run->over = true;
	pthread_cond_signal(&run->ended);
	pthread_mutex_unlock(&run->lock);
	return NULL;
}

void workers_run(int job)
{
	struct run run = {.lock = PTHREAD_MUTEX_INITIALIZER, .ended = PTHREAD_COND_INITIALIZER, .job = job};
	struct cgf_call call;
	pthread_t thread;
	shim_begin(&call, &run_function);
	if (pthread_create(&thread, NULL, run_elsewhere, &run))
		abort();
	pthread_mutex_lock(&run.lock);
	while (!run.over)
		pthread_cond_wait(&run.ended, &run.lock);
	pthread_mutex_unlock(&run.lock);
	pthread_join(thread, NULL);
	cgf_call_end(&call, 0);
}

/* ---- the dispatcher ---- */

static int post_take(void)
{
	pthread_mutex_lock(&lock);
	while (!post_count)
		pthread_cond_wait(&posted, &lock);
	int job = posts[--post_count];
	pthread_mutex_unlock(&lock);
	return job;
}

static void *dispatch(void *unused)
{
	(void)unused;
	for (;;) {
		struct cgf_call call;
		int job = post_take();
		shim_begin(&call, &dispatch_function);
		cgf_callback_enter(&call);
		workersPosted(job);
		cgf_callback_leave(&call);
		cgf_point(&call, "return");
		cgf_call_end(&call, 0);
	}
	return NULL;
}

static void dispatcher_start(void)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, dispatch, NULL))
		abort();
	pthread_detach(thread);
}

void workers_post(int job)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct cgf_call call;
	shim_begin(&call, &post_function);
	pthread_once(&once, dispatcher_start);
	pthread_mutex_lock(&lock);
	if (post_count == POSTS_MAX)
		abort(); /* more than there are callers */
	posts[post_count++] = job;
	pthread_cond_signal(&posted);
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
}
