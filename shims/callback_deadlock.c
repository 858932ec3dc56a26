/*
 * callback_deadlock.c: see callback_deadlock.h. The plan lets calls return late, with the lock and without;
 * "count" is another process that counts.
 */
#include "callback_deadlock.h"

#include "cgf.h"

#include <string.h>

static const struct cgf_function get_function = {
        "callback_deadlock_get", (const char *const[]){"late.entry", "late.locked", "hop", NULL}};
static const struct cgf_function add_function = {
        "callback_deadlock_add", (const char *const[]){"late.entry", "late.locked", "hop", NULL}};
static const struct cgf_function each_function = {
        "callback_deadlock_each", (const char *const[]){"late.entry", "late.locked", "hop", NULL}};
static const struct cgf_function each_copied_function = {
        "callback_deadlock_each_copied", (const char *const[]){"late.entry", "late.locked", "hop", NULL}};
static const struct cgf_function listen_function = {"callback_deadlock_listen",
                                                    (const char *const[]){"late.entry", NULL}};
static const struct cgf_function count_function = {"callback_deadlock_count",
                                                   (const char *const[]){"late.entry", "late.locked", NULL}};

static const struct cgf_function *const functions[] = {
        &get_function,   &add_function, &each_function, &each_copied_function, &listen_function,
        &count_function, NULL};

static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;
static int table[CALLBACK_DEADLOCK_COUNTERS];
static callback_deadlock_listener table_listener;

/* Any number names a counter. */
static int *counter_at(int counter)
{
	return &table[(unsigned)counter % CALLBACK_DEADLOCK_COUNTERS];
}

static void table_enter(struct cgf_call *call)
{
	cgf_mutex_lock(call, &table_lock);
	cgf_point(call, "locked");
}

int callback_deadlock_get(int counter)
{
	struct cgf_call call;
	cgf_call_begin(&call, &get_function);
	cgf_point(&call, "entry");
	table_enter(&call);
	int counted = *counter_at(counter);
	cgf_mutex_unlock(&call, &table_lock);
	cgf_call_end(&call, 0);
	return counted;
}

int callback_deadlock_add(int counter)
{
	struct cgf_call call;
	cgf_call_begin(&call, &add_function);
	cgf_point(&call, "entry");
	table_enter(&call);
	int counted = ++*counter_at(counter);
	cgf_mutex_unlock(&call, &table_lock);
	cgf_call_end(&call, 0);
	return counted;
}

static void visit_all(struct cgf_call *call, callback_deadlock_visitor visitor, uintptr_t data)
{
	for (int counter = 0; counter < CALLBACK_DEADLOCK_COUNTERS; counter++) {
		cgf_callback_enter(call);
		visitor(counter, data);
		cgf_callback_leave(call);
	}
}

void callback_deadlock_each(callback_deadlock_visitor visitor, uintptr_t data)
{
	struct cgf_call call;
	cgf_call_begin(&call, &each_function);
	cgf_point(&call, "entry");
	table_enter(&call);
	visit_all(&call, visitor, data);
	cgf_mutex_unlock(&call, &table_lock);
	cgf_call_end(&call, 0);
}

/* No counter is ever taken away, so what was there when the call began is all of them. */
void callback_deadlock_each_copied(callback_deadlock_visitor visitor, uintptr_t data)
{
	struct cgf_call call;
	cgf_call_begin(&call, &each_copied_function);
	cgf_point(&call, "entry");
	table_enter(&call);
	cgf_mutex_unlock(&call, &table_lock);
	visit_all(&call, visitor, data);
	cgf_call_end(&call, 0);
}

void callback_deadlock_listen(callback_deadlock_listener listener)
{
	struct cgf_call call;
	cgf_call_begin(&call, &listen_function);
	cgf_point(&call, "entry");
	cgf_mutex_lock(&call, &table_lock);
	table_listener = listener;
	cgf_mutex_unlock(&call, &table_lock);
	cgf_call_end(&call, 0);
}

/* Another process has counted. */
static void callback_deadlock_count(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &count_function);
	cgf_point(&call, "entry");
	table_enter(&call);
	++*counter_at(0);
	if (table_listener) {
		cgf_callback_enter(&call);
		table_listener(0);
		cgf_callback_leave(&call);
	}
	cgf_mutex_unlock(&call, &table_lock);
	cgf_call_end(&call, 0);
}

static void reset(void)
{
	pthread_mutex_lock(&table_lock);
	memset(table, 0, sizeof table);
	table_listener = NULL;
	pthread_mutex_unlock(&table_lock);
}

static const struct cgf_action actions[] = {{"count", callback_deadlock_count}, {NULL, NULL}};
static struct cgf_library callback_deadlock = {
        .name = "callback_deadlock", .functions = functions, .actions = actions, .reset = reset};
CGF_LIBRARY(callback_deadlock)
