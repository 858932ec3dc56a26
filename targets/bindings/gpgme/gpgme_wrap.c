/*
 * gpgme_wrap.c: stands between github.com/proglottis/gpgme and the real libgpgme (cgf_wrap.h). The
 * rules are gpgme.h's: read and write set errno when they return -1 and leave it undefined otherwise; a data
 * object is not released while a call uses it. They are judged before the real library is entered.
 */
#include <errno.h>
#include <gpgme.h>

#include "cgf_ledger.h"
#include "cgf_wrap.h"

/* All that make an object are here: the allocator hands out the addresses of released ones again. */
#define WRAP_NEW(name, parameters, arguments)                                                                \
	CGF_WRAP(gpgme_error_t, name, parameters, NULL)                                                      \
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

CGF_WRAP(ssize_t, gpgme_data_read, (gpgme_data_t data, void *buffer, size_t size), "late.entry")
{
	struct cgf_call call;
	cgf_call_begin(&call, &gpgme_data_read_function);
	cgf_object_use(&call, "data", data);
	cgf_point(&call, "entry");
	ssize_t count = __real_gpgme_data_read(data, buffer, size);
	cgf_call_end(&call, count < 0 ? errno : 0);
	return count;
}

CGF_WRAP(ssize_t, gpgme_data_write, (gpgme_data_t data, const void *buffer, size_t size), "errno=ENOMEM",
         "leave=EAGAIN")
{
	struct cgf_call call;
	cgf_call_begin(&call, &gpgme_data_write_function);
	cgf_object_use(&call, "data", data);
	int error = cgf_fault_errno(&call);
	ssize_t count = error ? -1 : __real_gpgme_data_write(data, buffer, size);
	cgf_call_end(&call, count >= 0 ? 0 : error ? error : errno);
	return count;
}

CGF_WRAP(void, gpgme_data_release, (gpgme_data_t data), NULL)
{
	struct cgf_call call;
	cgf_call_begin(&call, &gpgme_data_release_function);
	cgf_object_free(&call, "data", data);
	__real_gpgme_data_release(data);
	cgf_call_end(&call, 0);
}

CGF_WRAP_LIBRARY("gpgme")
