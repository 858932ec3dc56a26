/*
 * noescape_lie.c: see noescape_lie.h. A sensor takes long (fault "slow"), or is not ready (fault "keep"),
 * where the plan says so; "ready" lets all sensors that were asked for a value give it.
 */
#include "noescape_lie.h"

#include "cgf.h"
#include "cgf_ledger.h"

static const struct cgf_function read_function = {"noescape_lie_read", (const char *const[]){"slow", NULL}};
static const struct cgf_function request_function = {"noescape_lie_request",
                                                     (const char *const[]){"keep", NULL}};
static const struct cgf_function drop_function = {"noescape_lie_drop",
                                                  (const char *const[]){"late.entry", NULL}};
static const struct cgf_function wait_function = {"noescape_lie_wait",
                                                  (const char *const[]){"late.entry", NULL}};
static const struct cgf_function count_function = {"noescape_lie_count", (const char *const[]){NULL}};
static const struct cgf_function ready_function = {"noescape_lie_ready",
                                                   (const char *const[]){"late.entry", NULL}};

static const struct cgf_function *const functions[] = {&read_function,
                                                       &request_function,
                                                       &drop_function,
                                                       &count_function,
                                                       &ready_function,
                                                       &wait_function,
                                                       NULL};

struct pending {
	struct noescape_lie_value *value;
	struct cgf_hold *hold;
};

/* The sensors and the program's threads meet here. */
static pthread_mutex_t pending_lock = PTHREAD_MUTEX_INITIALIZER;
static struct pending pending[NOESCAPE_LIE_PENDING];

/* The sensor's value. */
static void noescape_lie_measure(struct noescape_lie_value *value)
{
	volatile unsigned char *at = value->bytes;
	for (size_t i = 0; i < sizeof value->bytes; i++)
		at[i] = (unsigned char)i;
}

void noescape_lie_read(struct noescape_lie_value *value, noescape_lie_progress progress)
{
	struct cgf_call call;
	cgf_call_begin(&call, &read_function);
	if (cgf_fault(&call, "slow")) {
		cgf_callback_enter(&call);
		progress(50);
		cgf_callback_leave(&call);
	}
	noescape_lie_measure(value);
	cgf_call_end(&call, 0);
}

static int pending_add(struct cgf_call *call, struct noescape_lie_value *value)
{
	int request = 0;
	cgf_mutex_lock(call, &pending_lock);
	while (request < NOESCAPE_LIE_PENDING && pending[request].value)
		request++;
	if (request < NOESCAPE_LIE_PENDING)
		pending[request] = (struct pending){value, cgf_hold(call, value, sizeof *value)};
	cgf_mutex_unlock(call, &pending_lock);
	return request < NOESCAPE_LIE_PENDING ? request : -1;
}

int noescape_lie_request(struct noescape_lie_value *value)
{
	struct cgf_call call;
	int request = -1;
	cgf_call_begin(&call, &request_function);
	if (cgf_fault(&call, "keep"))
		request = pending_add(&call, value);
	if (request < 0)
		noescape_lie_measure(value);
	cgf_call_end(&call, 0);
	return request;
}

/* The sensor gives the value that was asked for. */
static void pending_give(struct cgf_call *call, const struct pending *request)
{
	cgf_hold_check(call, request->hold);
	noescape_lie_measure(request->value);
}

void noescape_lie_wait(int request)
{
	struct cgf_call call;
	cgf_call_begin(&call, &wait_function);
	cgf_point(&call, "entry");
	if (request >= 0 && request < NOESCAPE_LIE_PENDING) {
		cgf_mutex_lock(&call, &pending_lock);
		if (pending[request].value)
			pending_give(&call, &pending[request]);
		cgf_hold_end(pending[request].hold);
		pending[request] = (struct pending){0};
		cgf_mutex_unlock(&call, &pending_lock);
	}
	cgf_call_end(&call, 0);
}

void noescape_lie_drop(int request)
{
	struct cgf_call call;
	cgf_call_begin(&call, &drop_function);
	cgf_point(&call, "entry");
	if (request >= 0 && request < NOESCAPE_LIE_PENDING) {
		cgf_mutex_lock(&call, &pending_lock);
		cgf_hold_end(pending[request].hold);
		pending[request] = (struct pending){0};
		cgf_mutex_unlock(&call, &pending_lock);
	}
	cgf_call_end(&call, 0);
}

int noescape_lie_count(const struct noescape_lie_value *value)
{
	struct cgf_call call;
	int count = 0;
	cgf_call_begin(&call, &count_function);
	for (size_t i = 0; i < sizeof value->bytes; i++)
		count += value->bytes[i] != 0;
	cgf_call_end(&call, 0);
	return count;
}

/* All sensors are ready. */
static void noescape_lie_ready(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &ready_function);
	cgf_point(&call, "entry");
	cgf_mutex_lock(&call, &pending_lock);
	for (int i = 0; i < NOESCAPE_LIE_PENDING; i++) {
		if (!pending[i].value)
			continue;
		pending_give(&call, &pending[i]);
		cgf_hold_renew(pending[i].hold);
	}
	cgf_mutex_unlock(&call, &pending_lock);
	cgf_call_end(&call, 0);
}

static void reset(void)
{
	pthread_mutex_lock(&pending_lock);
	for (int i = 0; i < NOESCAPE_LIE_PENDING; i++)
		pending[i] = (struct pending){0};
	pthread_mutex_unlock(&pending_lock);
}

static const struct cgf_action actions[] = {{"ready", noescape_lie_ready}, {NULL, NULL}};
static struct cgf_library noescape_lie = {
        .name = "noescape_lie", .functions = functions, .actions = actions, .reset = reset};
CGF_LIBRARY(noescape_lie)
