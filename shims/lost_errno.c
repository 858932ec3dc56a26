/*
 * lost_errno.c: see lost_errno.h. The plan lets calls fail, and lets calls that succeed leave errno set.
 */
#include "lost_errno.h"

#include "cgf.h"

#include <string.h>

static const struct cgf_function read_function = {
        "lost_errno_read", (const char *const[]){"late.entry", "errno=ENOENT", "leave=EAGAIN", NULL}};
static const struct cgf_function write_function = {
        "lost_errno_write",
        (const char *const[]){"late.entry", "hop", "errno=ENOSPC", "errno=EINTR", "leave=EAGAIN", NULL}};
static const struct cgf_function write_direct_function = {
        "lost_errno_write_direct", (const char *const[]){"errno=EOPNOTSUPP", "leave=EAGAIN", NULL}};
static const struct cgf_function roll_back_function = {
        "lost_errno_roll_back", (const char *const[]){"errno=EBUSY", "leave=EAGAIN", NULL}};
static const struct cgf_function log_function = {"lost_errno_log",
                                                 (const char *const[]){"leave=ENOTTY", NULL}};

static const struct cgf_function *const functions[] = {
        &read_function, &write_function, &write_direct_function, &roll_back_function, &log_function, NULL};

static pthread_mutex_t records_lock = PTHREAD_MUTEX_INITIALIZER;
static int records[LOST_ERRNO_RECORDS];
static unsigned failures[LOST_ERRNO_RECORDS];

static void reset(void)
{
	pthread_mutex_lock(&records_lock);
	memset(records, 0, sizeof records);
	memset(failures, 0, sizeof failures);
	pthread_mutex_unlock(&records_lock);
}

static struct cgf_library lost_errno = {.name = "lost_errno", .functions = functions, .reset = reset};
CGF_LIBRARY(lost_errno)

int lost_errno_read(unsigned record, int *value)
{
	struct cgf_call call;
	cgf_call_begin(&call, &read_function);
	cgf_point(&call, "entry");
	int error = cgf_fault_errno(&call);
	cgf_mutex_lock(&call, &records_lock);
	if (!error)
		*value = records[record % LOST_ERRNO_RECORDS];
	cgf_mutex_unlock(&call, &records_lock);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

/* The errno that it fails with, or 0. */
static int store(struct cgf_call *call, unsigned record, int value)
{
	cgf_point(call, "entry");
	int error = cgf_fault_errno(call);
	cgf_mutex_lock(call, &records_lock);
	if (!error)
		records[record % LOST_ERRNO_RECORDS] = value;
	cgf_mutex_unlock(call, &records_lock);
	return error;
}

int lost_errno_write(unsigned record, int value)
{
	struct cgf_call call;
	cgf_call_begin(&call, &write_function);
	int error = store(&call, record, value);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int lost_errno_write_direct(unsigned record, int value)
{
	struct cgf_call call;
	cgf_call_begin(&call, &write_direct_function);
	int error = store(&call, record, value);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int lost_errno_roll_back(unsigned record)
{
	struct cgf_call call;
	cgf_call_begin(&call, &roll_back_function);
	cgf_no_recovery(&call);
	int error = store(&call, record, 0);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

void lost_errno_log(unsigned record)
{
	struct cgf_call call;
	cgf_call_begin(&call, &log_function);
	cgf_no_recovery(&call);
	cgf_mutex_lock(&call, &records_lock);
	failures[record % LOST_ERRNO_RECORDS]++;
	cgf_mutex_unlock(&call, &records_lock);
	cgf_call_end(&call, 0);
}
