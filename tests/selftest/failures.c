/*
 * failures.c: see failures.h.
 */
#include "failures.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stdlib.h>

#define FUNCTION(variable, name, ...)                                                                        \
	static const struct cgf_function variable = {name, (const char *const[]){__VA_ARGS__, NULL}}

FUNCTION(open_function, "failures_open", "errno=EMFILE");
FUNCTION(close_function, "failures_close", "errno=EIO");
FUNCTION(seek_function, "failures_seek", "errno=ESPIPE");
FUNCTION(read_function, "failures_read", "errno=EIO", "errno=EINTR", "leave=EAGAIN");
FUNCTION(write_function, "failures_write", "errno=ENOSPC", "full");
FUNCTION(fast_function, "failures_fast", "errno=ENOSYS", "errno=EINTR");
FUNCTION(slow_function, "failures_slow", "late.entry");
FUNCTION(message_function, "failures_message", "late.entry");

static const struct cgf_function *const functions[] = {&open_function, &close_function,   &seek_function,
                                                       &read_function, &write_function,   &fast_function,
                                                       &slow_function, &message_function, NULL};
static struct cgf_library failures = {.name = "failures", .functions = functions};
CGF_LIBRARY(failures)

enum { NUMBERS = 4, EFULL = 28 /* ENOSPC: no errno= fault, but one of the library's own */ };

struct failures {
	int at;
};

struct failures *failures_open(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &open_function);
	int error = cgf_fault_errno(&call);
	struct failures *file = error ? NULL : calloc(1, sizeof *file);
	cgf_object_create(&call, "file", file);
	cgf_call_end(&call, error);
	return file;
}

/* Closes the file also where it fails, as close(2) does on Linux. */
int failures_close(struct failures *file)
{
	struct cgf_call call;
	cgf_call_begin(&call, &close_function);
	cgf_object_free(&call, "file", file);
	free(file);
	int error = cgf_fault_errno(&call);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int failures_seek(struct failures *file, int to)
{
	struct cgf_call call;
	cgf_call_begin(&call, &seek_function);
	cgf_object_use(&call, "file", file);
	int error = cgf_fault_errno(&call);
	if (!error)
		file->at = to;
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int failures_read(struct failures *file)
{
	struct cgf_call call;
	cgf_call_begin(&call, &read_function);
	cgf_object_use(&call, "file", file);
	int error = cgf_fault_errno(&call), number = -1;
	if (!error)
		number = file->at < NUMBERS ? ++file->at : 0;
	cgf_call_end(&call, error);
	return number;
}

int failures_write(struct failures *file, int number)
{
	struct cgf_call call;
	cgf_call_begin(&call, &write_function);
	cgf_object_use(&call, "file", file);
	int error = cgf_fault(&call, "full") ? EFULL : cgf_fault_errno(&call);
	cgf_call_end(&call, error);
	return error ? -1 : number;
}

static int square(const struct cgf_function *function, int number, int64_t *square_out)
{
	struct cgf_call call;
	cgf_call_begin(&call, function);
	int error = cgf_fault_errno(&call);
	int64_t square = (int64_t)number * number;
	if (!error) {
		*square_out = square;
		cgf_answer(&call, &number, sizeof number, &square, sizeof square);
	}
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int failures_fast(int number, int64_t *square_out)
{
	return square(&fast_function, number, square_out);
}

int failures_slow(int number, int64_t *square_out)
{
	return square(&slow_function, number, square_out);
}

const char *failures_message(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &message_function);
	cgf_no_recovery(&call);
	cgf_call_end(&call, 0);
	return "something went wrong";
}
