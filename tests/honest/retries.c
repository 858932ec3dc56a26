/*
 * retries.c: see honest_retries.h.
 */
#include "honest_retries.h"

#include "honest_shim.h"

#include <errno.h>

FUNCTION(read_function, "retries_read", "late.entry", "errno=EINTR", "errno=EIO");
FUNCTION(send_function, "retries_send", "late.entry", "errno=EAGAIN", "errno=EIO");
FUNCTION(wait_function, "retries_wait", "late.entry");
FUNCTION(claim_function, "retries_claim", "late.entry", "errno=EBUSY");
FUNCTION(release_function, "retries_release", "late.entry");
FUNCTION(copy_fast_function, "retries_copy_fast", "late.entry", "errno=ENOSYS");
FUNCTION(copy_slow_function, "retries_copy_slow", "late.entry", "errno=EIO");
FUNCTION(write_function, "retries_write", "late.entry", "errno=ENOSPC");
FUNCTION(close_function, "retries_close", "late.entry", "errno=EIO");
FUNCTION(find_function, "retries_find", "late.entry", "errno=ENOENT");
FUNCTION(check_function, "retries_check", "late.entry", "leave=EINTR");

static const struct cgf_function *const functions[] = {
        &read_function,    &send_function,      &wait_function,      &claim_function,
        &release_function, &copy_fast_function, &copy_slow_function, &write_function,
        &close_function,   &find_function,      &check_function,     NULL};

static struct cgf_library retries = {.name = "retries", .functions = functions};
CGF_LIBRARY(retries)

/* Every function here does its work or fails, as a plan says. */
static int work(const struct cgf_function *function)
{
	struct cgf_call call;
	shim_begin(&call, function);
	int error = cgf_fault_errno(&call);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int retries_read(int *number)
{
	int failed = work(&read_function);
	if (!failed)
		*number = 7;
	return failed;
}

int retries_send(int number)
{
	(void)number;
	return work(&send_function);
}

/* What comes after a failure, and makes up for none. */
static int work_after(const struct cgf_function *function)
{
	struct cgf_call call;
	shim_begin(&call, function);
	cgf_no_recovery(&call);
	int error = cgf_fault_errno(&call);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int retries_wait(void)
{
	return work_after(&wait_function);
}

int retries_claim(void)
{
	return work(&claim_function);
}

int retries_release(void)
{
	return work(&release_function);
}

int retries_copy_fast(int number)
{
	(void)number;
	return work(&copy_fast_function);
}

int retries_copy_slow(int number)
{
	(void)number;
	return work(&copy_slow_function);
}

int retries_write(int number)
{
	(void)number;
	return work(&write_function);
}

int retries_close(void)
{
	return work_after(&close_function);
}

int retries_find(int key)
{
	(void)key;
	return work(&find_function);
}

int retries_check(int number)
{
	struct cgf_call call;
	shim_begin(&call, &check_function);
	int error = number < 128 ? 0 : ERANGE;
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}
