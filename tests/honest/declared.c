/*
 * declared.c: see honest_declared.h.
 */
#include "honest_declared.h"

#include "honest_shim.h"

#include <errno.h>
#include <stdlib.h>

FUNCTION(measure_function, "declared_measure", "late.entry", "late.measured", "errno=EIO", "hop");
FUNCTION(measure_told_function, "declared_measure_told", "late.entry", "errno=EIO");
FUNCTION(open_function, "declared_meter_open", "late.entry");
FUNCTION(read_function, "declared_meter_read", "late.entry", "errno=EIO");
FUNCTION(close_function, "declared_meter_close", "late.entry");
FUNCTION(close_told_function, "declared_meter_close_told", "late.entry");

static const struct cgf_function *const functions[] = {&measure_function,
                                                       &measure_told_function,
                                                       &open_function,
                                                       &read_function,
                                                       &close_function,
                                                       &close_told_function,
                                                       NULL};

static struct cgf_library declared = {.name = "declared", .functions = functions};
CGF_LIBRARY(declared)

struct declared_meter {
	bool failed;
};

static void tell(struct cgf_call *call)
{
	cgf_callback_enter(call);
	declaredFailed();
	cgf_callback_leave(call);
}

static int measure_key(struct cgf_call *call, int key, struct declared_measure *measure)
{
	struct declared_measure found = {key, key + 1};
	int error = key < DECLARED_KEYS ? cgf_fault_errno(call) : ENOENT;
	if (!error) {
		*measure = found;
		cgf_answer(call, &key, sizeof key, &found, sizeof found);
	}
	return error;
}

int declared_measure(int key, struct declared_measure *measure)
{
	struct cgf_call call;
	shim_begin(&call, &measure_function);
	int error = measure_key(&call, key, measure);
	cgf_point(&call, "measured");
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int declared_measure_told(int key, struct declared_measure *measure)
{
	struct cgf_call call;
	shim_begin(&call, &measure_told_function);
	int error = measure_key(&call, key, measure);
	if (error)
		tell(&call);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

struct declared_meter *declared_meter_open(void)
{
	struct cgf_call call;
	shim_begin(&call, &open_function);
	struct declared_meter *meter = calloc(1, sizeof *meter);
	if (!meter)
		abort();
	cgf_object_create(&call, "meter", meter);
	cgf_call_end(&call, 0);
	return meter;
}

int declared_meter_read(struct declared_meter *meter)
{
	struct cgf_call call;
	shim_begin(&call, &read_function);
	int error = cgf_fault_errno(&call);
	cgf_object_use(&call, "meter", meter);
	if (error)
		meter->failed = true;
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

static void close_meter(struct cgf_call *call, struct declared_meter *meter)
{
	cgf_object_free(call, "meter", meter);
	free(meter);
}

void declared_meter_close(struct declared_meter *meter)
{
	struct cgf_call call;
	shim_begin(&call, &close_function);
	close_meter(&call, meter);
	cgf_call_end(&call, 0);
}

void declared_meter_close_told(struct declared_meter *meter)
{
	struct cgf_call call;
	shim_begin(&call, &close_told_function);
	if (meter->failed)
		tell(&call);
	close_meter(&call, meter);
	cgf_call_end(&call, 0);
}
