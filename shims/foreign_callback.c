/*
 * foreign_callback.c: see foreign_callback.h. The library's thread acts where the plan says so: "deliver"
 * tells each registration of an event, "finish" ends those that were unregistered while something was under
 * way (fault "lingers").
 */
#include "foreign_callback.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stdio.h>
#include <string.h>

static const struct cgf_function register_function = {
        "foreign_callback_register", (const char *const[]){"late.entry", "late.return", "hop", NULL}};
static const struct cgf_function unregister_function = {
        "foreign_callback_unregister", (const char *const[]){"late.entry", "lingers", "hop", NULL}};
static const struct cgf_function wait_function = {"foreign_callback_wait",
                                                  (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function deliver_function = {"foreign_callback_deliver",
                                                     (const char *const[]){"late.entry", NULL}};
static const struct cgf_function finish_function = {"foreign_callback_finish",
                                                    (const char *const[]){"late.entry", NULL}};

static const struct cgf_function *const functions[] = {
        &register_function, &unregister_function, &wait_function, &deliver_function, &finish_function, NULL};

enum state { UNUSED, LIVE, LEAVING };

struct registration {
	enum state state;
	int events_under_way;
	unsigned topic;
	foreign_callback_event event;
	foreign_callback_done done;
	uintptr_t data;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct registration registrations[FOREIGN_CALLBACK_REGISTRATIONS];

int foreign_callback_register(unsigned topic, foreign_callback_event event, foreign_callback_done done,
                              uintptr_t data)
{
	struct cgf_call call;
	int at = 0;
	cgf_call_begin(&call, &register_function);
	cgf_point(&call, "entry");
	cgf_mutex_lock(&call, &lock);
	while (at < FOREIGN_CALLBACK_REGISTRATIONS && registrations[at].state != UNUSED)
		at++;
	if (at < FOREIGN_CALLBACK_REGISTRATIONS)
		registrations[at] = (struct registration){LIVE, 0, topic, event, done, data};
	cgf_mutex_unlock(&call, &lock);
	cgf_point(&call, "return");
	cgf_call_end(&call, 0);
	return at < FOREIGN_CALLBACK_REGISTRATIONS ? at : -1;
}

/* Callbacks are made without the lock, since they may register and unregister: so they are counted, and made
 * with a copy. */
static struct registration registration_read(struct cgf_call *call, int at, int events)
{
	cgf_mutex_lock(call, &lock);
	struct registration found = registrations[at];
	if (found.state != UNUSED)
		registrations[at].events_under_way += events;
	cgf_mutex_unlock(call, &lock);
	return found;
}

static void registration_end(struct cgf_call *call, int at)
{
	struct registration ended = registration_read(call, at, 0);
	cgf_mutex_lock(call, &lock);
	registrations[at].state = UNUSED;
	cgf_mutex_unlock(call, &lock);
	cgf_callback_enter(call);
	ended.done(ended.data);
	cgf_callback_leave(call);
}

void foreign_callback_unregister(int registration)
{
	struct cgf_call call;
	cgf_call_begin(&call, &unregister_function);
	cgf_point(&call, "entry");
	bool lingers = cgf_fault(&call, "lingers");
	cgf_mutex_lock(&call, &lock);
	bool live = registrations[registration].state == LIVE;
	lingers = lingers || registrations[registration].events_under_way > 0;
	if (live)
		registrations[registration].state = LEAVING;
	cgf_mutex_unlock(&call, &lock);
	if (live && !lingers)
		registration_end(&call, registration);
	cgf_call_end(&call, 0);
}

void foreign_callback_wait(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &wait_function);
	cgf_point(&call, "entry");
	cgf_call_end(&call, 0);
}

/* ---- on the library's own thread ---- */

static void deliver_to(struct cgf_call *call, const struct registration *to)
{
	char text[32];
	snprintf(text, sizeof text, "event of %u", to->topic);
	cgf_answer(call, &to->topic, sizeof to->topic, text, strlen(text));
	cgf_callback_enter(call);
	to->event(to->data, text);
	cgf_callback_leave(call);
}

static void foreign_callback_deliver(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &deliver_function);
	cgf_point(&call, "entry");
	for (int at = 0; at < FOREIGN_CALLBACK_REGISTRATIONS; at++) {
		struct registration to = registration_read(&call, at, 1);
		if (to.state == UNUSED)
			continue;
		deliver_to(&call, &to);
		registration_read(&call, at, -1);
	}
	cgf_call_end(&call, 0);
}

static void foreign_callback_finish(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &finish_function);
	cgf_point(&call, "entry");
	for (int at = 0; at < FOREIGN_CALLBACK_REGISTRATIONS; at++) {
		struct registration leaving = registration_read(&call, at, 0);
		if (leaving.state == LEAVING && leaving.events_under_way == 0)
			registration_end(&call, at);
	}
	cgf_call_end(&call, 0);
}

static void reset(void)
{
	pthread_mutex_lock(&lock);
	memset(registrations, 0, sizeof registrations);
	pthread_mutex_unlock(&lock);
}

static const struct cgf_action actions[] = {
        {"deliver", foreign_callback_deliver}, {"finish", foreign_callback_finish}, {NULL, NULL}};
static struct cgf_library foreign_callback = {
        .name = "foreign_callback", .functions = functions, .actions = actions, .reset = reset};
CGF_LIBRARY(foreign_callback)
