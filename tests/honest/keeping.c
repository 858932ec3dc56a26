/*
 * keeping.c: see honest_keeping.h.
 */
#include "honest_keeping.h"

#include "honest_shim.h"

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>

FUNCTION(work_function, "keeping_work", "late.entry", "errno=EIO");
FUNCTION(open_function, "keeping_open", "late.entry");
FUNCTION(read_function, "keeping_read", "late.entry");
FUNCTION(call_function, "keeping_call", "late.entry");
FUNCTION(fill_function, "keeping_fill", "late.entry", "errno=EIO");

static const struct cgf_function *const functions[] = {&work_function, &open_function, &read_function,
                                                       &call_function, &fill_function, NULL};

static struct cgf_library keeping = {.name = "keeping", .functions = functions};
CGF_LIBRARY(keeping)

int keeping_work(int key)
{
	struct cgf_call call;
	(void)key;
	shim_begin(&call, &work_function);
	int error = cgf_fault_errno(&call);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int keeping_open(void)
{
	struct cgf_call call;
	shim_begin(&call, &open_function);
	int descriptor = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
	cgf_call_end(&call, descriptor < 0 ? errno : 0);
	return descriptor;
}

int keeping_read(int descriptor)
{
	struct cgf_call call;
	eventfd_t value;
	shim_begin(&call, &read_function);
	int status = eventfd_write(descriptor, 1) || eventfd_read(descriptor, &value);
	cgf_call_end(&call, status ? errno : 0);
	return status ? -1 : 0;
}

void keeping_call(uintptr_t handle)
{
	struct cgf_call call;
	shim_begin(&call, &call_function);
	cgf_callback_enter(&call);
	keepingCalled(handle);
	cgf_callback_leave(&call);
	cgf_call_end(&call, 0);
}

int keeping_fill(void *buffer, size_t bytes)
{
	struct cgf_call call;
	shim_begin(&call, &fill_function);
	int error = cgf_fault_errno(&call);
	if (!error)
		memset(buffer, 'x', bytes);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}
