/*
 * waiting.c: see honest_waiting.h. Nothing tells the harness that a call waits.
 */
#include "honest_waiting.h"

#include "honest_shim.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

FUNCTION(put_function, "waiting_put", "late.entry");
FUNCTION(take_function, "waiting_take", "late.entry");
FUNCTION(acquire_function, "waiting_acquire", "late.entry", "hop");
FUNCTION(release_function, "waiting_release", "late.entry");
FUNCTION(work_function, "waiting_work", "late.entry", "errno=EIO");
FUNCTION(ask_function, "waiting_ask", "late.entry");
FUNCTION(receive_function, "waiting_receive", "late.entry");
FUNCTION(notify_function, "waiting_notify", "late.entry");
FUNCTION(watch_function, "waiting_watch", "late.entry", "hop");
FUNCTION(count_function, "waiting_count", "late.entry");
FUNCTION(signal_function, "waiting_signal", "late.entry");
FUNCTION(wait_past_function, "waiting_wait_past", "late.entry");
FUNCTION(wait_next_function, "waiting_wait_next", "late.entry");
FUNCTION(sleep_function, "waiting_sleep", "late.entry", "errno=ETIMEDOUT");

static const struct cgf_function *const functions[] = {
        &put_function,    &take_function,      &acquire_function,   &release_function, &work_function,
        &ask_function,    &receive_function,   &notify_function,    &watch_function,   &count_function,
        &signal_function, &wait_past_function, &wait_next_function, &sleep_function,   NULL};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int items, signals;
static sem_t slot;
static int flag = -1; /* an eventfd */
static int to_server[2], to_client[2];

static void *serve(void *unused)
{
	int question, answer = 0;
	(void)unused;
	while (read(to_server[0], &question, sizeof question) == sizeof question) {
		answer = question + 1;
		if (write(to_client[1], &answer, sizeof answer) != sizeof answer)
			break;
	}
	return NULL;
}

/* Once, before main, as a library that is loaded does. */
__attribute__((constructor)) static void load(void)
{
	sem_init(&slot, 0, 1);
	flag = eventfd(0, EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC);
	if (flag < 0 || pipe2(to_server, O_CLOEXEC) || pipe2(to_client, O_CLOEXEC))
		abort();
}

/* The server starts with the first question. */
static void server_start(void)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, serve, NULL))
		abort();
	pthread_detach(thread);
}

static void reset(void)
{
	items = signals = 0;
	sem_destroy(&slot);
	sem_init(&slot, 0, 1);
}

static struct cgf_library waiting = {.name = "waiting", .functions = functions, .reset = reset};
CGF_LIBRARY(waiting)

/* ---- a condition variable ---- */

void waiting_put(void)
{
	struct cgf_call call;
	shim_begin(&call, &put_function);
	pthread_mutex_lock(&lock);
	items++;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
}

void waiting_take(void)
{
	struct cgf_call call;
	shim_begin(&call, &take_function);
	pthread_mutex_lock(&lock);
	while (items == 0)
		pthread_cond_wait(&changed, &lock);
	items--;
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
}

int waiting_count(void)
{
	struct cgf_call call;
	shim_begin(&call, &count_function);
	pthread_mutex_lock(&lock);
	int count = signals;
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
	return count;
}

void waiting_signal(void)
{
	struct cgf_call call;
	shim_begin(&call, &signal_function);
	pthread_mutex_lock(&lock);
	signals++;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
}

static void wait_past(int count)
{
	while (signals <= count)
		pthread_cond_wait(&changed, &lock);
}

void waiting_wait_past(int count)
{
	struct cgf_call call;
	shim_begin(&call, &wait_past_function);
	pthread_mutex_lock(&lock);
	wait_past(count);
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
}

void waiting_wait_next(void)
{
	struct cgf_call call;
	shim_begin(&call, &wait_next_function);
	pthread_mutex_lock(&lock);
	wait_past(signals);
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
}

/* ---- a semaphore ---- */

void waiting_acquire(void)
{
	struct cgf_call call;
	shim_begin(&call, &acquire_function);
	while (sem_wait(&slot) && errno == EINTR)
		;
	cgf_call_end(&call, 0);
}

void waiting_release(void)
{
	struct cgf_call call;
	shim_begin(&call, &release_function);
	sem_post(&slot);
	cgf_call_end(&call, 0);
}

int waiting_work(void)
{
	struct cgf_call call;
	shim_begin(&call, &work_function);
	int error = cgf_fault_errno(&call);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

/* ---- pipes ---- */

void waiting_ask(int question)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct cgf_call call;
	shim_begin(&call, &ask_function);
	pthread_once(&once, server_start);
	if (write(to_server[1], &question, sizeof question) != sizeof question)
		abort();
	cgf_call_end(&call, 0);
}

int waiting_receive(void)
{
	struct cgf_call call;
	int answer = 0;
	ssize_t got;
	shim_begin(&call, &receive_function);
	do
		got = read(to_client[0], &answer, sizeof answer);
	while (got < 0 && errno == EINTR);
	cgf_call_end(&call, 0);
	return answer;
}

/* ---- poll ---- */

void waiting_notify(void)
{
	struct cgf_call call;
	shim_begin(&call, &notify_function);
	eventfd_write(flag, 1);
	cgf_call_end(&call, 0);
}

void waiting_watch(void)
{
	struct cgf_call call;
	struct pollfd polled = {.fd = flag, .events = POLLIN};
	eventfd_t value;
	shim_begin(&call, &watch_function);
	while (eventfd_read(flag, &value))
		poll(&polled, 1, -1);
	cgf_call_end(&call, 0);
}

/* ---- a time limit ---- */

int waiting_sleep(void)
{
	const struct timespec limit = {.tv_nsec = 1000000};
	struct cgf_call call;
	shim_begin(&call, &sleep_function);
	nanosleep(&limit, NULL);
	int error = cgf_fault_errno(&call);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}
