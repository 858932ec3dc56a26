/*
 * leaks.c: see honest_leaks.h.
 */
#include "honest_leaks.h"

#include "honest_shim.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

FUNCTION(open_function, "leaks_open", "late.entry");
FUNCTION(use_function, "leaks_use", "late.entry", "errno=EIO");
FUNCTION(close_function, "leaks_close", "late.entry");
FUNCTION(name_function, "leaks_name", "late.entry", "errno=EINVAL");
FUNCTION(call_function, "leaks_call", "late.entry", "errno=EIO");
FUNCTION(begin_function, "leaks_begin", "late.entry");
FUNCTION(finish_function, "leaks_finish", "late.entry", "errno=EIO");
FUNCTION(descriptor_function, "leaks_descriptor", "late.entry");
FUNCTION(read_function, "leaks_read", "late.entry", "errno=EIO");
FUNCTION(text_function, "leaks_text", "late.entry");

static const struct cgf_function *const functions[] = {&open_function,
                                                       &use_function,
                                                       &close_function,
                                                       &name_function,
                                                       &call_function,
                                                       &begin_function,
                                                       &finish_function,
                                                       &descriptor_function,
                                                       &read_function,
                                                       &text_function,
                                                       NULL};

enum { TEXT_BYTES = 64, TEXT_AT = 16 };

static char *block; /* the text stands behind its header */

static void reset(void)
{
	free(block);
	block = NULL;
}

static struct cgf_library leaks = {.name = "leaks", .functions = functions, .reset = reset};
CGF_LIBRARY(leaks)

struct leaks_object {
	int uses;
};

struct leaks_object *leaks_open(void)
{
	struct cgf_call call;
	shim_begin(&call, &open_function);
	struct leaks_object *object = calloc(1, sizeof *object);
	if (object)
		cgf_object_create(&call, "object", object);
	cgf_call_end(&call, 0);
	return object;
}

int leaks_use(struct leaks_object *object)
{
	struct cgf_call call;
	cgf_call_begin(&call, &use_function);
	cgf_object_use(&call, "object", object);
	cgf_point(&call, "entry");
	int error = cgf_fault_errno(&call);
	object->uses++;
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

void leaks_close(struct leaks_object *object)
{
	struct cgf_call call;
	shim_begin(&call, &close_function);
	cgf_object_free(&call, "object", object);
	free(object);
	cgf_call_end(&call, 0);
}

int leaks_name(const char *first, const char *second)
{
	char names[2][TEXT_BYTES];
	struct cgf_call call;
	shim_begin(&call, &name_function);
	int error = cgf_fault_errno(&call);
	snprintf(names[0], sizeof names[0], "%s", first);
	snprintf(names[1], sizeof names[1], "%s", second);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int leaks_call(uintptr_t handle)
{
	struct cgf_call call;
	shim_begin(&call, &call_function);
	int error = cgf_fault_errno(&call);
	if (!error) {
		cgf_callback_enter(&call);
		leaksCalled(handle);
		cgf_callback_leave(&call);
	}
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

void leaks_begin(void *buffer, size_t bytes)
{
	struct cgf_call call;
	(void)buffer;
	(void)bytes;
	shim_begin(&call, &begin_function);
	cgf_call_end(&call, 0);
}

int leaks_finish(void *buffer, size_t bytes)
{
	struct cgf_call call;
	shim_begin(&call, &finish_function);
	int error = cgf_fault_errno(&call);
	if (!error)
		memset(buffer, 'x', bytes);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int leaks_descriptor(void)
{
	struct cgf_call call;
	shim_begin(&call, &descriptor_function);
	int descriptor = eventfd(1, EFD_CLOEXEC);
	cgf_call_end(&call, descriptor < 0 ? errno : 0);
	return descriptor;
}

int leaks_read(int descriptor)
{
	struct cgf_call call;
	eventfd_t value;
	shim_begin(&call, &read_function);
	int error = cgf_fault_errno(&call);
	if (!error && eventfd_read(descriptor, &value))
		error = errno;
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

char *leaks_text(int key)
{
	struct cgf_call call;
	shim_begin(&call, &text_function);
	if (!block)
		block = malloc(TEXT_AT + TEXT_BYTES);
	if (!block)
		abort();
	snprintf(block + TEXT_AT, TEXT_BYTES, "text of %d", key);
	cgf_call_end(&call, 0);
	return block + TEXT_AT;
}
