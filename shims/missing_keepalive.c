/*
 * missing_keepalive.c: see missing_keepalive.h. The plan lets its calls return late, so that a collection can
 * run while they are inside C.
 */
#include "missing_keepalive.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stdlib.h>

static const struct cgf_function open_function = {"missing_keepalive_open",
                                                  (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function read_function = {
        "missing_keepalive_read",
        (const char *const[]){"late.entry", "late.return", "hop", "errno=EIO", "errno=EINTR", NULL}};
static const struct cgf_function fill_function = {
        "missing_keepalive_fill",
        (const char *const[]){"late.entry", "late.return", "hop", "errno=EIO", "errno=EINTR", NULL}};
static const struct cgf_function copy_function = {
        "missing_keepalive_copy",
        (const char *const[]){"late.entry", "late.return", "hop", "errno=EIO", "errno=EINTR", NULL}};
/* Only finalizers and cleanups close: no plan's caller that a fault could park. */
static const struct cgf_function close_function = {"missing_keepalive_close", (const char *const[]){NULL}};

static const struct cgf_function *const functions[] = {&open_function, &read_function,  &copy_function,
                                                       &fill_function, &close_function, NULL};
static struct cgf_library missing_keepalive = {.name = "missing_keepalive", .functions = functions};
CGF_LIBRARY(missing_keepalive)

struct missing_keepalive {
	unsigned state;
};

static unsigned char next_byte(struct missing_keepalive *handle)
{
	handle->state = handle->state * 1103515245 + 12345;
	return (unsigned char)(handle->state >> 16);
}

struct missing_keepalive *missing_keepalive_open(unsigned seed)
{
	struct cgf_call call;
	cgf_call_begin(&call, &open_function);
	cgf_point(&call, "entry");
	struct missing_keepalive *handle = malloc(sizeof *handle);
	if (handle) {
		handle->state = seed;
		cgf_object_create(&call, "handle", handle);
	}
	cgf_call_end(&call, 0);
	return handle;
}

int missing_keepalive_read(struct missing_keepalive *handle, void *buffer, size_t bytes)
{
	struct cgf_call call;
	unsigned char *at = buffer;
	cgf_call_begin(&call, &read_function);
	cgf_object_use(&call, "handle", handle);
	cgf_point(&call, "entry");
	int error = cgf_fault_errno(&call);
	for (size_t i = 0; !error && i < bytes; i++)
		at[i] = next_byte(handle);
	cgf_point(&call, "return");
	cgf_call_end(&call, error);
	return error ? -1 : (int)bytes;
}

static int missing_keepalive_write(const struct cgf_function *function, unsigned char *at, size_t bytes)
{
	struct cgf_call call;
	cgf_call_begin(&call, function);
	struct cgf_hold *hold = cgf_hold(&call, at, bytes);
	cgf_point(&call, "entry");
	cgf_hold_check(&call, hold);
	cgf_hold_end(hold);
	int error = cgf_fault_errno(&call);
	for (size_t i = 0; !error && i < bytes; i++)
		at[i] = (unsigned char)i;
	cgf_point(&call, "return");
	cgf_call_end(&call, error);
	return error ? -1 : (int)bytes;
}

int missing_keepalive_copy(void *buffer, size_t bytes)
{
	return missing_keepalive_write(&copy_function, buffer, bytes);
}

int missing_keepalive_fill(uintptr_t address, size_t bytes)
{
	return missing_keepalive_write(&fill_function, (unsigned char *)address,
	                               bytes); /* the caller says that it is one */
}

void missing_keepalive_close(struct missing_keepalive *handle)
{
	struct cgf_call call;
	cgf_call_begin(&call, &close_function);
	cgf_object_free(&call, "handle", handle);
	free(handle);
	cgf_call_end(&call, 0);
}
