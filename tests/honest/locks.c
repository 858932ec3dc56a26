/*
 * locks.c: see honest_locks.h.
 */
#include "honest_locks.h"

#include "honest_shim.h"

#include <stdlib.h>

FUNCTION(iterate_function, "locks_iterate", "late.entry");
FUNCTION(send_function, "locks_send", "late.entry");
FUNCTION(each_function, "locks_each", "late.entry");
FUNCTION(add_function, "locks_add", "late.entry");
FUNCTION(open_function, "locks_open", "late.entry");
FUNCTION(put_function, "locks_put", "late.entry");
FUNCTION(next_function, "locks_next", "late.entry");
FUNCTION(close_function, "locks_close", "late.entry");
FUNCTION(free_function, "locks_free", "late.entry");

static const struct cgf_function *const functions[] = {
        &iterate_function, &send_function, &each_function,  &add_function,  &open_function,
        &put_function,     &next_function, &close_function, &free_function, NULL};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t table_lock = PTHREAD_RWLOCK_INITIALIZER;
static int sent, entries;

static void reset(void)
{
	sent = entries = 0;
}

static struct cgf_library locks = {.name = "locks", .functions = functions, .reset = reset};
CGF_LIBRARY(locks)

/* ---- a mutex held while calling back ---- */

void locks_iterate(void)
{
	struct cgf_call call;
	shim_begin(&call, &iterate_function);
	pthread_mutex_lock(&lock);
	cgf_callback_enter(&call);
	locksEvent(sent);
	cgf_callback_leave(&call);
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
}

void locks_send(int value)
{
	struct cgf_call call;
	shim_begin(&call, &send_function);
	pthread_mutex_lock(&lock);
	sent = value;
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
}

/* ---- a read-write lock ---- */

void locks_each(void)
{
	struct cgf_call call;
	shim_begin(&call, &each_function);
	pthread_rwlock_rdlock(&table_lock);
	for (int entry = 0; entry < 2; entry++) {
		cgf_callback_enter(&call);
		locksEntry(entry);
		cgf_callback_leave(&call);
	}
	pthread_rwlock_unlock(&table_lock);
	cgf_call_end(&call, 0);
}

void locks_add(int entry)
{
	struct cgf_call call;
	(void)entry;
	shim_begin(&call, &add_function);
	pthread_rwlock_wrlock(&table_lock);
	entries++;
	pthread_rwlock_unlock(&table_lock);
	cgf_call_end(&call, 0);
}

/* ---- channels ---- */

struct locks_channel {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int messages;
	bool closed;
};

struct locks_channel *locks_open(void)
{
	struct cgf_call call;
	shim_begin(&call, &open_function);
	struct locks_channel *channel = calloc(1, sizeof *channel);
	if (channel) {
		pthread_mutex_init(&channel->lock, NULL);
		pthread_cond_init(&channel->changed, NULL);
		cgf_object_create(&call, "channel", channel);
	}
	cgf_call_end(&call, 0);
	return channel;
}

void locks_put(struct locks_channel *channel)
{
	struct cgf_call call;
	shim_begin(&call, &put_function);
	cgf_object_use(&call, "channel", channel);
	pthread_mutex_lock(&channel->lock);
	channel->messages++;
	pthread_cond_signal(&channel->changed);
	pthread_mutex_unlock(&channel->lock);
	cgf_call_end(&call, 0);
}

int locks_next(struct locks_channel *channel)
{
	struct cgf_call call;
	shim_begin(&call, &next_function);
	cgf_object_use(&call, "channel", channel);
	pthread_mutex_lock(&channel->lock);
	while (!channel->messages && !channel->closed)
		pthread_cond_wait(&channel->changed, &channel->lock);
	int got = channel->messages > 0;
	channel->messages -= got;
	pthread_mutex_unlock(&channel->lock);
	cgf_call_end(&call, 0);
	return got;
}

void locks_close(struct locks_channel *channel)
{
	struct cgf_call call;
	shim_begin(&call, &close_function);
	cgf_object_use(&call, "channel", channel);
	pthread_mutex_lock(&channel->lock);
	channel->closed = true;
	pthread_cond_broadcast(&channel->changed);
	pthread_mutex_unlock(&channel->lock);
	cgf_call_end(&call, 0);
}

void locks_free(struct locks_channel *channel)
{
	struct cgf_call call;
	shim_begin(&call, &free_function);
	cgf_object_free(&call, "channel", channel);
	pthread_cond_destroy(&channel->changed);
	pthread_mutex_destroy(&channel->lock);
	free(channel);
	cgf_call_end(&call, 0);
}
