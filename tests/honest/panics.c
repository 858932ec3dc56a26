/*
 * panics.c: see honest_panics.h.
 */
#include "honest_panics.h"

#include "honest_shim.h"

#include <errno.h>
#include <stdlib.h>

FUNCTION(open_function, "panics_open", "late.entry");
FUNCTION(close_function, "panics_close", "late.entry");
FUNCTION(run_function, "panics_run", "late.entry", "late.return", "hop");
FUNCTION(run_locked_function, "panics_run_locked", "late.entry", "late.return");

static const struct cgf_function *const functions[] = {&open_function, &close_function, &run_function,
                                                       &run_locked_function, NULL};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct cgf_library panics = {.name = "panics", .functions = functions};
CGF_LIBRARY(panics)

struct panics {
	int steps;
};

struct panics *panics_open(void)
{
	struct cgf_call call;
	shim_begin(&call, &open_function);
	struct panics *machine = calloc(1, sizeof *machine);
	if (machine)
		cgf_object_create(&call, "machine", machine);
	cgf_call_end(&call, 0);
	return machine;
}

void panics_close(struct panics *machine)
{
	struct cgf_call call;
	shim_begin(&call, &close_function);
	cgf_object_free(&call, "machine", machine);
	free(machine);
	cgf_call_end(&call, 0);
}

/* The step may leave these frames by a panic. */
static int evaluate(struct cgf_call *call, int step)
{
	cgf_callback_enter(call);
	int result = panicsStep(step);
	cgf_callback_leave(call);
	cgf_point(call, "return");
	return result;
}

int panics_run(struct panics *machine, int step)
{
	struct cgf_call call;
	cgf_call_begin(&call, &run_function);
	cgf_object_use(&call, "machine", machine);
	cgf_point(&call, "entry");
	machine->steps++;
	int result = evaluate(&call, step);
	cgf_call_end(&call, result < 0 ? EINVAL : 0);
	return result;
}

int panics_run_locked(struct panics *machine, int step)
{
	struct cgf_call call;
	cgf_call_begin(&call, &run_locked_function);
	cgf_object_use(&call, "machine", machine);
	cgf_point(&call, "entry");
	pthread_mutex_lock(&lock);
	int result = evaluate(&call, step);
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, result < 0 ? EINVAL : 0);
	return result;
}
