/*
 * pam_wrap.c: stands between github.com/msteinert/pam and the real libpam (cgf_wrap.h). The rules are
 * pam(3)'s and its modules': a handle is for one thread at a time, and what modules keep in it belongs to the
 * thread that they ran on; it is not ended while a call uses it; what pam_getenv returns ends with the
 * handle.
 */
#include <security/pam_appl.h>

#include "cgf_ledger.h"
#include "cgf_wrap.h"

static const char kind[] = "transaction";

/* Failures are what a call returns. */
static int ended(struct cgf_call *call, int result)
{
	cgf_call_end_code(call, result);
	return result;
}

CGF_WRAP(int, pam_start_confdir,
         (const char *service, const char *user, const struct pam_conv *conversation, const char *folder,
          pam_handle_t **out),
         "late.entry")
{
	struct cgf_call call;
	cgf_call_begin(&call, &pam_start_confdir_function);
	cgf_point(&call, "entry");
	int result = __real_pam_start_confdir(service, user, conversation, folder, out);
	if (result == PAM_SUCCESS)
		cgf_object_create(&call, kind, *out);
	return ended(&call, result);
}

CGF_WRAP(int, pam_authenticate, (pam_handle_t * handle, int flags), "late.entry", "late.exit")
{
	struct cgf_call call;
	cgf_call_begin(&call, &pam_authenticate_function);
	cgf_object_use(&call, kind, handle);
	cgf_object_bind(&call, kind, handle);
	cgf_point(&call, "entry");
	int result = __real_pam_authenticate(handle, flags);
	cgf_point(&call, "exit");
	const char *why = pam_strerror(handle, result);
	if (result != PAM_SUCCESS)
		cgf_answer(&call, "why", strlen("why"), why, strlen(why));
	return ended(&call, result);
}

CGF_WRAP(int, pam_putenv, (pam_handle_t * handle, const char *text), "late.entry")
{
	struct cgf_call call;
	cgf_call_begin(&call, &pam_putenv_function);
	cgf_object_use(&call, kind, handle);
	cgf_point(&call, "entry");
	cgf_lent_end(&call, kind, handle);
	return ended(&call, __real_pam_putenv(handle, text));
}

CGF_WRAP(const char *, pam_getenv, (pam_handle_t * handle, const char *name), "late.entry")
{
	struct cgf_call call;
	cgf_call_begin(&call, &pam_getenv_function);
	cgf_object_use(&call, kind, handle);
	cgf_point(&call, "entry");
	const char *value = __real_pam_getenv(handle, name);
	if (value)
		value = cgf_lend_of(&call, value, strlen(value) + 1, kind, handle);
	ended(&call, 0);
	return value;
}

CGF_WRAP(int, pam_end, (pam_handle_t * handle, int status), NULL)
{
	struct cgf_call call;
	cgf_call_begin(&call, &pam_end_function);
	if (handle) {
		cgf_object_use(&call, kind, handle);
		cgf_object_free(&call, kind, handle);
	}
	return ended(&call, __real_pam_end(handle, status));
}

CGF_WRAP_LIBRARY("pam")
