/*
 * replies.c: see honest_replies.h.
 */
#include "honest_replies.h"

#include "honest_shim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

FUNCTION(view_function, "replies_view", "late.entry");
FUNCTION(value_function, "replies_value", "late.entry", "nul");
FUNCTION(size_function, "replies_size", "late.entry");
FUNCTION(rectangle_function, "replies_rectangle", "late.entry");
FUNCTION(count_function, "replies_count", "late.entry", "count=low", "count=high");
FUNCTION(name_function, "replies_name", "late.entry", "length=below", "length=high");
FUNCTION(length_function, "replies_length", "late.entry");
FUNCTION(sum_function, "replies_sum", "late.entry");
FUNCTION(copy_function, "replies_copy", "late.entry", "bytes=high");
FUNCTION(ask_function, "replies_ask", "late.entry");
FUNCTION(next_function, "replies_next", "late.entry", "last");

static const struct cgf_function *const functions[] = {&view_function,      &value_function, &size_function,
                                                       &rectangle_function, &count_function, &name_function,
                                                       &length_function,    &sum_function,   &copy_function,
                                                       &ask_function,       &next_function,  NULL};

enum { VALUE_BYTES = 10, VIEW_BYTES = 32, COUNT_MAX = 9, REQUESTS_MAX = 256 };

struct request {
	int ticket, key;
};

static char *viewed;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct request requests[REQUESTS_MAX];
static int request_count, tickets;

static void reset(void)
{
	free(viewed);
	viewed = NULL;
	request_count = 0;
}

static struct cgf_library replies = {.name = "replies", .functions = functions, .reset = reset};
CGF_LIBRARY(replies)

static void *memory(size_t bytes)
{
	void *got = malloc(bytes);
	if (!got)
		abort();
	return memset(got, 0, bytes);
}

const char *replies_view(int key, size_t *bytes)
{
	struct cgf_call call;
	shim_begin(&call, &view_function);
	free(viewed);
	viewed = memory(VIEW_BYTES);
	snprintf(viewed, VIEW_BYTES, "view of %04d", key);
	*bytes = strlen(viewed);
	cgf_answer(&call, &key, sizeof key, viewed, *bytes);
	cgf_call_end(&call, 0);
	return viewed;
}

char *replies_value(int key, size_t *bytes)
{
	struct cgf_call call;
	shim_begin(&call, &value_function);
	char *value = memory(VALUE_BYTES);
	memcpy(value, "value of ", VALUE_BYTES - 1);
	value[VALUE_BYTES - 1] = (char)('a' + key % 26);
	if (cgf_fault(&call, "nul"))
		value[5] = 0;
	*bytes = VALUE_BYTES;
	cgf_answer(&call, &key, sizeof key, value, VALUE_BYTES);
	cgf_call_end(&call, 0);
	return value;
}

void replies_size(int key, int64_t *size)
{
	struct cgf_call call;
	shim_begin(&call, &size_function);
	*size = (INT64_C(1) << 32) + key;
	cgf_answer(&call, &key, sizeof key, size, sizeof *size);
	cgf_call_end(&call, 0);
}

void replies_rectangle(int key, int rectangle[4])
{
	struct cgf_call call;
	int64_t numbers[4];
	shim_begin(&call, &rectangle_function);
	for (int i = 0; i < 4; i++)
		rectangle[i] = (int)(numbers[i] = key + i);
	cgf_answer(&call, &key, sizeof key, numbers, sizeof numbers);
	cgf_call_end(&call, 0);
}

int replies_count(int key)
{
	struct cgf_call call;
	shim_begin(&call, &count_function);
	int count = (int)cgf_fault_number(&call, "count", -1, key % 8, COUNT_MAX);
	cgf_call_end(&call, 0);
	return count;
}

void replies_name(int key, char *out, size_t room)
{
	struct cgf_call call;
	shim_begin(&call, &name_function);
	size_t length = (size_t)cgf_fault_number(&call, "length", 0, key % 4, (int64_t)room);
	for (size_t i = 0; i < room; i++)
		out[i] = i < length ? 'n' : 0;
	cgf_call_end(&call, 0);
}

size_t replies_length(const char *text)
{
	struct cgf_call call;
	size_t length = 0;
	shim_begin(&call, &length_function);
	while (text[length])
		length++;
	cgf_call_end(&call, 0);
	return length;
}

int replies_sum(const int *numbers, size_t count)
{
	struct cgf_call call;
	int sum = 0;
	shim_begin(&call, &sum_function);
	for (size_t i = 0; i < count; i++)
		sum += numbers[i];
	cgf_call_end(&call, 0);
	return sum;
}

void replies_copy(int key, replies_progress progress, void *data)
{
	struct cgf_call call;
	shim_begin(&call, &copy_function);
	int64_t bytes = cgf_fault_number(&call, "bytes", 0, key, INT64_C(3) << 30);
	cgf_answer(&call, &key, sizeof key, &bytes, sizeof bytes);
	cgf_callback_enter(&call);
	progress(data, bytes);
	cgf_callback_leave(&call);
	cgf_call_end(&call, 0);
}

/* ---- requests ---- */

int replies_ask(int key)
{
	struct cgf_call call;
	shim_begin(&call, &ask_function);
	pthread_mutex_lock(&lock);
	int ticket = ++tickets;
	if (request_count == REQUESTS_MAX)
		abort(); /* more than there are callers */
	requests[request_count++] = (struct request){ticket, key};
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
	return ticket;
}

/* The oldest that is left, or the newest; ticket 0 and answer -1: none is. */
int replies_next(int *ticket)
{
	struct request request = {0, -1};
	struct cgf_call call;
	shim_begin(&call, &next_function);
	pthread_mutex_lock(&lock);
	int at = cgf_fault(&call, "last") ? request_count - 1 : 0;
	if (request_count > 0) {
		request = requests[at];
		memmove(requests + at, requests + at + 1, (size_t)(--request_count - at) * sizeof *requests);
	}
	pthread_mutex_unlock(&lock);
	*ticket = request.ticket;
	int answer = 2 * request.key;
	cgf_answer(&call, &request.key, sizeof request.key, &answer, sizeof answer);
	cgf_call_end(&call, 0);
	return answer;
}
