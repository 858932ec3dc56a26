/*
 * replay_pool.c: see replay_pool.h. Each worker is a process, since whoever runs a child here has no other
 * one.
 */
#include "replay_pool.h"

#include "child.h"
#include "files.h"
#include "replay.h"
#include "say.h"
#include "scratch.h"
#include "stop.h"

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS_MAX = 16 };

/* What a worker writes into its pipe, in one piece. */
struct record {
	size_t index;
	int code;
	struct cgf_verdict verdict;
};
_Static_assert(sizeof(struct record) <= PIPE_BUF, "records of two workers would mix");

static unsigned worker_count(size_t plan_count)
{
	cpu_set_t allowed;
	size_t count = sched_getaffinity(0, sizeof(allowed), &allowed) == 0 ? (size_t)CPU_COUNT(&allowed) : 1;

	count = count > WORKERS_MAX ? WORKERS_MAX : count;
	return (unsigned)(count > plan_count ? plan_count : count);
}

/* Every worker_count-th plan. The exit code of the worker. */
static int work(const struct cgf_replay_pool *pool, const char *folder, unsigned worker, unsigned workers,
                int fd)
{
	static char text[CGF_TEXT_BYTES_MAX];
	char path[CGF_PATH_BYTES_MAX + 16];

	cgf_text_make(path, sizeof(path), "%s/%u.plan", folder, worker);
	for (size_t i = worker; i < pool->count && !cgf_stop && cgf_now_ms() < pool->end_ms; i += workers) {
		struct record record = {.index = i};

		pool->plan(text, sizeof(text), i, pool->data);
		record.code = cgf_file_write(path, text, strlen(text));
		record.code = record.code == 0
		                      ? cgf_replay_once(&record.verdict, pool->programs, pool->target, path)
		                      : cgf_harness_failed("%s: %s", path, strerror(-record.code));
		if (record.code == -EINTR || record.code == -ETIME)
			break;
		if (write(fd, &record, sizeof(record)) != (ssize_t)sizeof(record))
			return CGF_EXIT_HARNESS;
		if (record.code != 0)
			return record.code;
	}
	return 0;
}

/* Whoever is asked to end asks the workers. */
static void pass_on_stop(const pid_t *workers, unsigned count)
{
	for (unsigned i = 0; cgf_stop && i < count; i++)
		kill(workers[i], SIGTERM);
}

/* Reads records until the last worker has closed the pipe. */
static void collect(const struct cgf_replay_pool *pool, int fd, const pid_t *workers, unsigned count)
{
	struct record record;
	ssize_t size;

	while ((size = read(fd, &record, sizeof(record))) > 0 || (size < 0 && errno == EINTR)) {
		pass_on_stop(workers, count);
		if (size == (ssize_t)sizeof(record))
			pool->done(record.index, &record.verdict, record.code, pool->data);
	}
}

/* The first code that is not 0. */
static int await(const pid_t *workers, unsigned count)
{
	int code = 0, status = 0;

	for (unsigned i = 0; i < count; i++) {
		while (waitpid(workers[i], &status, 0) < 0 && errno == EINTR)
			pass_on_stop(workers, count);
		if (code == 0)
			code = WIFEXITED(status) ? WEXITSTATUS(status) : CGF_EXIT_HARNESS;
	}
	return cgf_stop ? -EINTR : code;
}

static pid_t start_worker(const struct cgf_replay_pool *pool, const char *folder, unsigned worker,
                          unsigned workers, const int *ends)
{
	pid_t parent = getpid(), child = fork();

	if (child != 0)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(CGF_EXIT_HARNESS);
	close(ends[0]);
	_exit(work(pool, folder, worker, workers, ends[1]));
}

int cgf_replay_pool_run(const struct cgf_replay_pool *pool)
{
	char folder[CGF_PATH_BYTES_MAX] = "";
	pid_t workers[WORKERS_MAX];
	unsigned wanted = worker_count(pool->count), count = 0;
	int ends[2], code, error = cgf_scratch_make(folder, sizeof(folder));

	if (error == 0 && pipe(ends) != 0)
		error = -errno;
	if (error != 0) {
		cgf_scratch_remove(folder);
		return cgf_harness_failed("cannot start replays: %s", strerror(-error));
	}
	fflush(NULL);
	while (count < wanted && (workers[count] = start_worker(pool, folder, count, wanted, ends)) > 0)
		count++;
	error = errno;
	close(ends[1]);
	collect(pool, ends[0], workers, count);
	close(ends[0]);
	code = await(workers, count);
	cgf_scratch_remove(folder);
	if (count < wanted && code == 0)
		return cgf_harness_failed("cannot start a process: %s", strerror(error));
	return code;
}
