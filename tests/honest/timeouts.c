/*
 * timeouts.c: see honest_timeouts.h.
 */
#include "honest_timeouts.h"

#include "honest_shim.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

FUNCTION(open_function, "timeouts_open", "late.entry");
FUNCTION(work_function, "timeouts_work", "late.entry", "late.inside");
FUNCTION(interrupt_function, "timeouts_interrupt", "late.entry");
FUNCTION(close_function, "timeouts_close", "late.entry");

static const struct cgf_function *const functions[] = {&open_function, &work_function, &interrupt_function,
                                                       &close_function, NULL};

static struct cgf_library timeouts = {.name = "timeouts", .functions = functions};
CGF_LIBRARY(timeouts)

struct timeouts_box {
	pthread_mutex_t lock;
	bool busy, interrupted;
};

struct timeouts_box *timeouts_open(void)
{
	struct cgf_call call;
	shim_begin(&call, &open_function);
	struct timeouts_box *box = calloc(1, sizeof *box);
	if (!box || pthread_mutex_init(&box->lock, NULL) != 0)
		abort();
	cgf_object_create(&call, "box", box);
	cgf_call_end(&call, 0);
	return box;
}

static bool set_busy(struct timeouts_box *box, bool busy)
{
	pthread_mutex_lock(&box->lock);
	bool before = box->busy;
	box->busy = busy;
	pthread_mutex_unlock(&box->lock);
	return before;
}

void timeouts_work(struct timeouts_box *box)
{
	struct cgf_call call;
	shim_begin(&call, &work_function);
	cgf_object_use(&call, "box", box);
	if (set_busy(box, true))
		cgf_violation(&call, "used-twice");
	cgf_point(&call, "inside");
	set_busy(box, false);
	cgf_call_end(&call, 0);
}

void timeouts_interrupt(struct timeouts_box *box)
{
	struct cgf_call call;
	shim_begin(&call, &interrupt_function);
	cgf_object_use(&call, "box", box);
	pthread_mutex_lock(&box->lock);
	box->interrupted = true;
	pthread_mutex_unlock(&box->lock);
	cgf_call_end(&call, 0);
}

void timeouts_close(struct timeouts_box *box)
{
	struct cgf_call call;
	shim_begin(&call, &close_function);
	cgf_object_free(&call, "box", box);
	pthread_mutex_destroy(&box->lock);
	free(box);
	cgf_call_end(&call, 0);
}
