/*
 * polling.c: see honest_polling.h.
 */
#include "honest_polling.h"

#include "honest_shim.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

FUNCTION(submit_function, "polling_submit", "late.entry");
FUNCTION(handle_events_function, "polling_handle_events", "late.entry");
FUNCTION(wait_events_function, "polling_wait_events", "late.entry", "late.inside");
FUNCTION(finish_function, "polling_finish", "late.entry");
FUNCTION(is_done_function, "polling_is_done", "late.entry");
FUNCTION(take_function, "polling_take", "late.entry");
FUNCTION(lock_function, "polling_lock", "late.entry");
FUNCTION(set_function, "polling_set", "late.entry", "errno=EIO");
FUNCTION(unlock_function, "polling_unlock", "late.entry");

static const struct cgf_function *const functions[] = {
        &submit_function, &handle_events_function, &wait_events_function, &finish_function, &is_done_function,
        &take_function,   &lock_function,          &set_function,         &unlock_function, NULL};

enum { JOBS_MAX = 64 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int jobs[JOBS_MAX], job_count;
static bool done[256];
static int inside; /* callers in polling_wait_events */
static pthread_once_t reader_once = PTHREAD_ONCE_INIT;
static pthread_cond_t settings_free = PTHREAD_COND_INITIALIZER;
static enum { FREE, OF_READER, OF_CALLER } settings_user;
static unsigned settings_queue, settings_turn; /* first come, first served */
static int setting;

/* The lock is held. */
static void next_user(void)
{
	settings_user = FREE;
	settings_turn++;
	pthread_cond_broadcast(&settings_free);
}

static void reset(void)
{
	pthread_mutex_lock(&lock);
	job_count = 0;
	for (int job = 0; job < 256; job++)
		done[job] = false;
	if (settings_user == OF_CALLER)
		next_user();
	pthread_mutex_unlock(&lock);
}

static struct cgf_library polling = {.name = "polling", .functions = functions, .reset = reset};
CGF_LIBRARY(polling)

void polling_submit(int job)
{
	struct cgf_call call;
	shim_begin(&call, &submit_function);
	pthread_mutex_lock(&lock);
	if (job_count == JOBS_MAX)
		abort(); /* more than there are callers */
	jobs[job_count++] = job;
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
}

static int job_next(void)
{
	pthread_mutex_lock(&lock);
	int job = job_count ? jobs[--job_count] : -1;
	pthread_mutex_unlock(&lock);
	return job;
}

void polling_handle_events(void)
{
	struct cgf_call call;
	int job;
	shim_begin(&call, &handle_events_function);
	while ((job = job_next()) >= 0) {
		cgf_callback_enter(&call);
		pollingDone(job);
		cgf_callback_leave(&call);
	}
	cgf_call_end(&call, 0);
}

void polling_wait_events(void)
{
	struct cgf_call call;
	shim_begin(&call, &wait_events_function);
	if (__atomic_add_fetch(&inside, 1, __ATOMIC_RELAXED) > 1)
		cgf_violation(&call, "two-callers");
	cgf_point(&call, "inside");
	poll(NULL, 0, 1);
	__atomic_sub_fetch(&inside, 1, __ATOMIC_RELAXED);
	cgf_call_end(&call, 0);
}

void polling_finish(int job)
{
	struct cgf_call call;
	shim_begin(&call, &finish_function);
	pthread_mutex_lock(&lock);
	done[job & 255] = true;
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
}

static bool is_done(int job)
{
	pthread_mutex_lock(&lock);
	bool result = done[job & 255];
	pthread_mutex_unlock(&lock);
	return result;
}

int polling_is_done(int job)
{
	struct cgf_call call;
	shim_begin(&call, &is_done_function);
	bool result = is_done(job);
	cgf_call_end(&call, 0);
	return result;
}

int polling_take(int job)
{
	struct cgf_call call;
	shim_begin(&call, &take_function);
	if (!is_done(job))
		cgf_violation(&call, "not-done");
	cgf_call_end(&call, 0);
	return job;
}

enum { READ_US = 500 };

static void settings_take(int user)
{
	pthread_mutex_lock(&lock);
	unsigned turn = settings_queue++;
	while (settings_turn != turn)
		pthread_cond_wait(&settings_free, &lock);
	settings_user = user;
	pthread_mutex_unlock(&lock);
}

static void settings_give(void)
{
	pthread_mutex_lock(&lock);
	next_user();
	pthread_mutex_unlock(&lock);
}

static void *read_settings(void *read)
{
	for (;;) {
		settings_take(OF_READER);
		*(int *)read = setting;
		usleep(READ_US);
		settings_give();
		usleep(READ_US);
	}
	return NULL;
}

static void reader_start(void)
{
	static int read;
	pthread_t reader;
	if (pthread_create(&reader, NULL, read_settings, &read) != 0 || pthread_detach(reader) != 0)
		abort();
}

void polling_lock(void)
{
	struct cgf_call call;
	shim_begin(&call, &lock_function);
	pthread_once(&reader_once, reader_start);
	settings_take(OF_CALLER);
	cgf_call_end(&call, 0);
}

int polling_set(int value)
{
	struct cgf_call call;
	shim_begin(&call, &set_function);
	int error = cgf_fault_errno(&call);
	if (!error)
		setting = value;
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

void polling_unlock(void)
{
	struct cgf_call call;
	shim_begin(&call, &unlock_function);
	settings_give();
	cgf_call_end(&call, 0);
}
