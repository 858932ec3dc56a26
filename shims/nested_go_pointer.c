/*
 * nested_go_pointer.c: see nested_go_pointer.h. The plan lets a call return late, so that a collection can
 * run while the library reads the data; "ready" lets the device take what is queued.
 */
#include "nested_go_pointer.h"

#include "cgf.h"
#include "cgf_ledger.h"

static const struct cgf_function send_function = {
        "nested_go_pointer_send", (const char *const[]){"late.entry", "hop", "errno=EIO", NULL}};
static const struct cgf_function submit_function = {
        "nested_go_pointer_submit", (const char *const[]){"late.entry", "hop", "errno=EIO", NULL}};
static const struct cgf_function enter_function = {
        "nested_go_pointer_enter", (const char *const[]){"late.entry", "hop", "errno=EIO", NULL}};
static const struct cgf_function queue_function = {
        "nested_go_pointer_queue", (const char *const[]){"late.entry", "late.return", "hop", NULL}};
static const struct cgf_function cancel_function = {"nested_go_pointer_cancel",
                                                    (const char *const[]){"late.entry", NULL}};
static const struct cgf_function ready_function = {"nested_go_pointer_ready",
                                                   (const char *const[]){"late.entry", NULL}};

static const struct cgf_function *const functions[] = {&send_function,
                                                       &submit_function,
                                                       &enter_function,
                                                       &queue_function,
                                                       &cancel_function,
                                                       &ready_function,
                                                       NULL};

struct queued {
	struct nested_go_pointer_request request;
	struct cgf_hold *hold;
};

/* The device and the program's threads meet here. */
static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
static struct queued queue[NESTED_GO_POINTER_QUEUE];

/* The device takes each byte. */
static void nested_go_pointer_transfer(const void *data, size_t bytes)
{
	const volatile unsigned char *at = data;
	for (size_t i = 0; i < bytes; i++)
		(void)at[i];
}

static int send_in_call(const struct cgf_function *function, const void *data, size_t bytes)
{
	struct cgf_call call;
	cgf_call_begin(&call, function);
	struct cgf_hold *hold = cgf_hold(&call, data, bytes);
	cgf_point(&call, "entry");
	cgf_hold_check(&call, hold);
	cgf_hold_end(hold);
	int error = cgf_fault_errno(&call);
	if (!error)
		nested_go_pointer_transfer(data, bytes);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int nested_go_pointer_send(const void *data, size_t bytes)
{
	return send_in_call(&send_function, data, bytes);
}

int nested_go_pointer_submit(const struct nested_go_pointer_request *request)
{
	return send_in_call(&submit_function, request->data, request->bytes);
}

int nested_go_pointer_enter(const struct nested_go_pointer_entry *entry)
{
	return send_in_call(&enter_function, (const void *)(uintptr_t)entry->address, entry->bytes);
}

int nested_go_pointer_queue(const struct nested_go_pointer_request *request)
{
	struct cgf_call call;
	int place = 0;
	cgf_call_begin(&call, &queue_function);
	cgf_point(&call, "entry");
	cgf_mutex_lock(&call, &queue_lock);
	while (place < NESTED_GO_POINTER_QUEUE && queue[place].request.data)
		place++;
	if (place < NESTED_GO_POINTER_QUEUE)
		queue[place] = (struct queued){*request, cgf_hold(&call, request->data, request->bytes)};
	cgf_mutex_unlock(&call, &queue_lock);
	cgf_point(&call, "return");
	cgf_call_end(&call, 0);
	return place < NESTED_GO_POINTER_QUEUE ? place : -1;
}

void nested_go_pointer_cancel(int place)
{
	struct cgf_call call;
	cgf_call_begin(&call, &cancel_function);
	cgf_point(&call, "entry");
	if (place >= 0 && place < NESTED_GO_POINTER_QUEUE) {
		cgf_mutex_lock(&call, &queue_lock);
		cgf_hold_end(queue[place].hold);
		queue[place] = (struct queued){0};
		cgf_mutex_unlock(&call, &queue_lock);
	}
	cgf_call_end(&call, 0);
}

/* The device is ready for all that is queued. */
static void nested_go_pointer_ready(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &ready_function);
	cgf_point(&call, "entry");
	cgf_mutex_lock(&call, &queue_lock);
	for (int i = 0; i < NESTED_GO_POINTER_QUEUE; i++) {
		if (!queue[i].request.data)
			continue;
		cgf_hold_check(&call, queue[i].hold);
		nested_go_pointer_transfer(queue[i].request.data, queue[i].request.bytes);
	}
	cgf_mutex_unlock(&call, &queue_lock);
	cgf_call_end(&call, 0);
}

static void reset(void)
{
	pthread_mutex_lock(&queue_lock);
	for (int i = 0; i < NESTED_GO_POINTER_QUEUE; i++)
		queue[i] = (struct queued){0};
	pthread_mutex_unlock(&queue_lock);
}

static const struct cgf_action actions[] = {{"ready", nested_go_pointer_ready}, {NULL, NULL}};
static struct cgf_library nested_go_pointer = {
        .name = "nested_go_pointer", .functions = functions, .actions = actions, .reset = reset};
CGF_LIBRARY(nested_go_pointer)
