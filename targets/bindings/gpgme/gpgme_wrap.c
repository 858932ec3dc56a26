/*
 * gpgme_wrap.c: stands between github.com/proglottis/gpgme and the real libgpgme (--wrap, see wrap.go). The
 * rules are gpgme.h's: read and write set errno when they return -1 and leave it undefined otherwise; a data
 * object is not released while a call uses it. They are judged before the real library is entered.
 */
#include <errno.h>
#include <gpgme.h>

#include "cgf.h"
#include "cgf_ledger.h"

#define FUNCTION(name, ...)                                                                                  \
	static const struct cgf_function name##_function = {#name, (const char *const[]){__VA_ARGS__}}

/* All that make an object are here: the allocator hands out the addresses of released ones again. */
#define WRAP_NEW(name, parameters, arguments)                                                                \
	FUNCTION(name, NULL);                                                                                \
	gpgme_error_t __real_##name parameters;                                                              \
	gpgme_error_t __wrap_##name parameters                                                               \
	{                                                                                                    \
		struct cgf_call call;                                                                        \
		cgf_call_begin(&call, &name##_function);                                                     \
		gpgme_error_t error = __real_##name arguments;                                               \
		if (!error)                                                                                  \
			cgf_object_create(&call, "data", *out);                                              \
		cgf_call_end(&call, 0); /* the result says what failed, errno does not */                    \
		return error;                                                                                \
	}
WRAP_NEW(gpgme_data_new, (gpgme_data_t * out), (out))
WRAP_NEW(gpgme_data_new_from_mem, (gpgme_data_t * out, const char *from, size_t size, int copy),
         (out, from, size, copy))
WRAP_NEW(gpgme_data_new_from_cbs, (gpgme_data_t * out, gpgme_data_cbs_t cbs, void *handle),
         (out, cbs, handle))

FUNCTION(gpgme_data_read, "late.entry", NULL);
ssize_t __real_gpgme_data_read(gpgme_data_t data, void *buffer, size_t size);
ssize_t __wrap_gpgme_data_read(gpgme_data_t data, void *buffer, size_t size)
{
	struct cgf_call call;
	cgf_call_begin(&call, &gpgme_data_read_function);
	cgf_object_use(&call, "data", data);
	cgf_point(&call, "entry");
	ssize_t count = __real_gpgme_data_read(data, buffer, size);
	cgf_call_end(&call, count < 0 ? errno : 0);
	return count;
}

FUNCTION(gpgme_data_write, "errno=ENOMEM", "leave=EAGAIN", NULL);
ssize_t __real_gpgme_data_write(gpgme_data_t data, const void *buffer, size_t size);
ssize_t __wrap_gpgme_data_write(gpgme_data_t data, const void *buffer, size_t size)
{
	struct cgf_call call;
	cgf_call_begin(&call, &gpgme_data_write_function);
	cgf_object_use(&call, "data", data);
	int error = cgf_fault_errno(&call);
	ssize_t count = error ? -1 : __real_gpgme_data_write(data, buffer, size);
	cgf_call_end(&call, count >= 0 ? 0 : error ? error : errno);
	return count;
}

FUNCTION(gpgme_data_release, NULL);
void __real_gpgme_data_release(gpgme_data_t data);
void __wrap_gpgme_data_release(gpgme_data_t data)
{
	struct cgf_call call;
	cgf_call_begin(&call, &gpgme_data_release_function);
	cgf_object_free(&call, "data", data);
	__real_gpgme_data_release(data);
	cgf_call_end(&call, 0);
}

static struct cgf_library gpgme_library = {
        .name = "gpgme",
        .functions =
                (const struct cgf_function *const[]){
                        &gpgme_data_new_function, &gpgme_data_new_from_mem_function,
                        &gpgme_data_new_from_cbs_function, &gpgme_data_read_function,
                        &gpgme_data_write_function, &gpgme_data_release_function, NULL},
};
CGF_LIBRARY(gpgme_library)
