/*
 * token.c: a PKCS #11 module of its own: a device with one key, in memory, as its vendor would write the
 * module.
 *
 * What it tells the core: the library lives from C_Initialize to C_Finalize, inside of the module that was
 * loaded; no call but one that waits for an event may be under way when it ends. A session lives until it is
 * closed. Failures are what a call returns. Calls of an operation that was not begun are against the
 * standard.
 */
#include <errno.h>

#include "cgf_ledger.h"
#include "cgf_wrap.h"
#include "token.h"

CGF_WRAP_FUNCTION(C_Initialize, NULL);
CGF_WRAP_FUNCTION(C_Finalize, NULL);
CGF_WRAP_FUNCTION(C_GetSlotList, "slot-added");
CGF_WRAP_FUNCTION(C_OpenSession, "late.entry", "device-error");
CGF_WRAP_FUNCTION(C_CloseSession, NULL);
CGF_WRAP_FUNCTION(C_GetOperationState, "device-error");
CGF_WRAP_FUNCTION(C_GetAttributeValue, "device-error");
CGF_WRAP_FUNCTION(C_FindObjectsInit, "device-error");
CGF_WRAP_FUNCTION(C_FindObjects, "device-error");
CGF_WRAP_FUNCTION(C_FindObjectsFinal, NULL);
CGF_WRAP_FUNCTION(C_SignInit, "device-error");
CGF_WRAP_FUNCTION(C_Sign, "late.entry", "device-error");
CGF_WRAP_FUNCTION(C_VerifyInit, "device-error");
CGF_WRAP_FUNCTION(C_Verify, "late.entry", "device-error");
CGF_WRAP_FUNCTION(C_VerifyRecoverInit, "device-error");
CGF_WRAP_FUNCTION(C_VerifyRecover, "device-error");
CGF_WRAP_FUNCTION(C_DecryptVerifyUpdate, NULL);
CGF_WRAP_FUNCTION(C_GenerateRandom, "device-error");
CGF_WRAP_FUNCTION(C_WaitForSlotEvent, "device-error");

enum { SESSIONS_MAX = 32, SLOTS_MAX = 4, SIGNATURE_BYTES = 8, STATE_BYTES = 16, THE_KEY = 7, FIRST_SLOT = 1 };

struct session {
	CK_ULONG handle; /* 0: the place is free */
	bool signing, verifying, recovering;
	CK_ULONG left_to_find;
};

static const char library_kind[] = "library", session_kind[] = "session", label[] = "the key";

static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool initialized;
	CK_ULONG slots, handles; /* how many there are, and how many were given out */
	CK_ULONG slot_of_event;  /* 0: nothing has happened */
	struct session sessions[SESSIONS_MAX];
} token = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER, .slots = 2};

/* ---- what the functions share ---- */

static const void *object_of(CK_ULONG handle)
{
	return (const void *)handle;
}

/* Begins a call of an initialised library; the lock is held if it is. */
static CK_RV begin(struct cgf_call *call, const struct cgf_function *function)
{
	cgf_call_begin(call, function);
	pthread_mutex_lock(&token.lock);
	if (token.initialized) {
		cgf_object_use(call, library_kind, &token);
		return CKR_OK;
	}
	pthread_mutex_unlock(&token.lock);
	cgf_call_end_code(call, CKR_CRYPTOKI_NOT_INITIALIZED);
	return CKR_CRYPTOKI_NOT_INITIALIZED;
}

/* Ends one, and lets the lock go. */
static CK_RV end(struct cgf_call *call, CK_RV result)
{
	pthread_mutex_unlock(&token.lock);
	cgf_call_end_code(call, (int)result);
	return result;
}

static struct session *find_session(CK_ULONG handle)
{
	for (struct session *session = token.sessions; session < token.sessions + SESSIONS_MAX; session++)
		if (handle && session->handle == handle)
			return session;
	return NULL;
}

/* The same for a function that works in a session; `session` is set where the result is CKR_OK. */
static CK_RV begin_in(struct cgf_call *call, const struct cgf_function *function, CK_ULONG handle,
                      struct session **session)
{
	CK_RV result = begin(call, function);
	if (result != CKR_OK)
		return result;
	cgf_object_use(call, session_kind, object_of(handle));
	*session = find_session(handle);
	if (!*session)
		return end(call, CKR_SESSION_HANDLE_INVALID);
	return CKR_OK;
}

/* The device is slow: others may come between. */
static void wait_at_entry(struct cgf_call *call)
{
	pthread_mutex_unlock(&token.lock);
	cgf_point(call, "entry");
	pthread_mutex_lock(&token.lock);
}

static CK_RV device(struct cgf_call *call)
{
	return cgf_fault(call, "device-error") ? CKR_DEVICE_ERROR : CKR_OK;
}

/* The standard's way to return bytes: how many, where there is no room for them. */
static CK_RV give(const void *from, CK_ULONG bytes, CK_BYTE *to, CK_ULONG *room)
{
	bool fits = to && *room >= bytes;
	if (fits)
		memcpy(to, from, bytes);
	*room = bytes;
	return !to || fits ? CKR_OK : CKR_BUFFER_TOO_SMALL;
}

/* ---- the library ---- */

CK_RV C_Initialize(void *arguments)
{
	(void)arguments;
	struct cgf_call call;
	cgf_call_begin(&call, &C_Initialize_function);
	pthread_mutex_lock(&token.lock);
	CK_RV result = token.initialized ? CKR_CRYPTOKI_ALREADY_INITIALIZED : CKR_OK;
	if (result == CKR_OK)
		cgf_object_child(&call, library_kind, &token, "module", token_module());
	token.initialized = true;
	return end(&call, result);
}

/* Closes all sessions, and ends the calls that wait for an event. */
CK_RV C_Finalize(void *reserved)
{
	(void)reserved;
	struct cgf_call call;
	cgf_call_begin(&call, &C_Finalize_function);
	pthread_mutex_lock(&token.lock);
	if (!token.initialized)
		return end(&call, CKR_CRYPTOKI_NOT_INITIALIZED);
	for (struct session *session = token.sessions; session < token.sessions + SESSIONS_MAX; session++) {
		if (session->handle)
			cgf_object_free(&call, session_kind, object_of(session->handle));
		*session = (struct session){0};
	}
	cgf_object_free(&call, library_kind, &token);
	token.initialized = false;
	pthread_cond_broadcast(&token.changed);
	return end(&call, CKR_OK);
}

CK_RV C_GetSlotList(CK_BYTE present, CK_ULONG *slots, CK_ULONG *count)
{
	(void)present;
	struct cgf_call call;
	CK_RV result = begin(&call, &C_GetSlotList_function);
	if (result != CKR_OK)
		return result;
	if (cgf_fault(&call, "slot-added") && token.slots < SLOTS_MAX)
		token.slots++;
	bool fits = slots && *count >= token.slots;
	for (CK_ULONG i = 0; fits && i < token.slots; i++)
		slots[i] = FIRST_SLOT + i;
	*count = token.slots;
	return end(&call, !slots || fits ? CKR_OK : CKR_BUFFER_TOO_SMALL);
}

/* ---- sessions ---- */

CK_RV C_OpenSession(CK_ULONG slot, CK_ULONG flags, void *application, void *notify, CK_ULONG *handle)
{
	(void)slot, (void)flags, (void)application, (void)notify;
	struct cgf_call call;
	CK_RV result = begin(&call, &C_OpenSession_function);
	if (result != CKR_OK)
		return result;
	wait_at_entry(&call);
	result = device(&call);
	if (result != CKR_OK)
		return end(&call, result);
	for (struct session *session = token.sessions; session < token.sessions + SESSIONS_MAX; session++) {
		if (session->handle)
			continue;
		*session = (struct session){.handle = ++token.handles};
		*handle = session->handle;
		cgf_object_child(&call, session_kind, object_of(*handle), library_kind, &token);
		return end(&call, CKR_OK);
	}
	return end(&call, CKR_SESSION_COUNT);
}

CK_RV C_CloseSession(CK_ULONG handle)
{
	struct cgf_call call;
	CK_RV result = begin(&call, &C_CloseSession_function);
	if (result != CKR_OK)
		return result;
	cgf_object_free(&call, session_kind, object_of(handle));
	struct session *session = find_session(handle);
	if (!session)
		return end(&call, CKR_SESSION_HANDLE_INVALID);
	*session = (struct session){0};
	return end(&call, CKR_OK);
}

CK_RV C_GetOperationState(CK_ULONG handle, CK_BYTE *state, CK_ULONG *bytes)
{
	struct cgf_call call;
	struct session *session;
	CK_RV result = begin_in(&call, &C_GetOperationState_function, handle, &session);
	if (result != CKR_OK)
		return result;
	result = device(&call);
	return end(&call, result == CKR_OK ? give("the digest so far", STATE_BYTES, state, bytes) : result);
}

/* ---- objects ---- */

static CK_RV give_attribute(struct token_attribute *attribute)
{
	if (attribute->type == CKA_LABEL)
		return give(label, sizeof label - 1, attribute->value, &attribute->bytes);
	attribute->bytes = ~0UL;
	return CKR_ATTRIBUTE_TYPE_INVALID;
}

CK_RV C_GetAttributeValue(CK_ULONG handle, CK_ULONG object, struct token_attribute *attributes,
                          CK_ULONG count)
{
	struct cgf_call call;
	struct session *session;
	CK_RV result = begin_in(&call, &C_GetAttributeValue_function, handle, &session);
	if (result != CKR_OK)
		return result;
	result = object == THE_KEY ? device(&call) : CKR_OBJECT_HANDLE_INVALID;
	for (CK_ULONG i = 0; result == CKR_OK && i < count; i++)
		result = give_attribute(&attributes[i]);
	return end(&call, result);
}

CK_RV C_FindObjectsInit(CK_ULONG handle, struct token_attribute *pattern, CK_ULONG count)
{
	(void)pattern, (void)count;
	struct cgf_call call;
	struct session *session;
	CK_RV result = begin_in(&call, &C_FindObjectsInit_function, handle, &session);
	if (result != CKR_OK)
		return result;
	result = device(&call);
	session->left_to_find = result == CKR_OK;
	return end(&call, result);
}

CK_RV C_FindObjects(CK_ULONG handle, CK_ULONG *objects, CK_ULONG max, CK_ULONG *count)
{
	struct cgf_call call;
	struct session *session;
	CK_RV result = begin_in(&call, &C_FindObjects_function, handle, &session);
	if (result != CKR_OK)
		return result;
	result = device(&call);
	*count = result == CKR_OK && max && session->left_to_find;
	if (*count)
		objects[0] = THE_KEY;
	session->left_to_find -= *count;
	return end(&call, result);
}

CK_RV C_FindObjectsFinal(CK_ULONG handle)
{
	struct cgf_call call;
	struct session *session;
	CK_RV result = begin_in(&call, &C_FindObjectsFinal_function, handle, &session);
	if (result != CKR_OK)
		return result;
	session->left_to_find = 0;
	return end(&call, CKR_OK);
}

/* ---- signatures: no more than a sum, which can be taken back to what was signed by nobody ---- */

static void sign(const CK_BYTE *data, CK_ULONG bytes, CK_BYTE signature[SIGNATURE_BYTES])
{
	memset(signature, 0x5a, SIGNATURE_BYTES);
	for (CK_ULONG i = 0; i < bytes; i++)
		signature[i % SIGNATURE_BYTES] = (CK_BYTE)(31 * signature[i % SIGNATURE_BYTES] + data[i]);
}

/* A first call with or without a mechanism: sets what it begins. */
static CK_RV begin_operation(const struct cgf_function *function, CK_ULONG handle, size_t which)
{
	struct cgf_call call;
	struct session *session;
	CK_RV result = begin_in(&call, function, handle, &session);
	if (result != CKR_OK)
		return result;
	result = device(&call);
	*(bool *)((char *)session + which) = result == CKR_OK;
	return end(&call, result);
}

CK_RV C_SignInit(CK_ULONG handle, void *mechanism, CK_ULONG key)
{
	(void)mechanism, (void)key;
	return begin_operation(&C_SignInit_function, handle, offsetof(struct session, signing));
}

CK_RV C_VerifyInit(CK_ULONG handle, void *mechanism, CK_ULONG key)
{
	(void)mechanism, (void)key;
	return begin_operation(&C_VerifyInit_function, handle, offsetof(struct session, verifying));
}

CK_RV C_VerifyRecoverInit(CK_ULONG handle, void *mechanism, CK_ULONG key)
{
	(void)mechanism, (void)key;
	return begin_operation(&C_VerifyRecoverInit_function, handle, offsetof(struct session, recovering));
}

/* An operation ends with what it is for, but not where only the size was asked for. */
CK_RV C_Sign(CK_ULONG handle, const CK_BYTE *data, CK_ULONG bytes, CK_BYTE *signature,
             CK_ULONG *signature_bytes)
{
	struct cgf_call call;
	struct session *session;
	CK_RV result = begin_in(&call, &C_Sign_function, handle, &session);
	if (result != CKR_OK)
		return result;
	wait_at_entry(&call);
	result = session->signing ? device(&call) : CKR_OPERATION_NOT_INITIALIZED;
	CK_BYTE made[SIGNATURE_BYTES];
	sign(data, bytes, made);
	if (result == CKR_OK)
		result = give(made, sizeof made, signature, signature_bytes);
	if (result == CKR_OK && signature)
		cgf_answer(&call, data, bytes, made, sizeof made);
	session->signing = result == CKR_BUFFER_TOO_SMALL || (result == CKR_OK && !signature);
	return end(&call, result);
}

CK_RV C_Verify(CK_ULONG handle, const CK_BYTE *data, CK_ULONG bytes, const CK_BYTE *signature,
               CK_ULONG signature_bytes)
{
	struct cgf_call call;
	struct session *session;
	CK_RV result = begin_in(&call, &C_Verify_function, handle, &session);
	if (result != CKR_OK)
		return result;
	wait_at_entry(&call);
	result = session->verifying ? device(&call) : CKR_OPERATION_NOT_INITIALIZED;
	session->verifying = false;
	CK_BYTE made[SIGNATURE_BYTES];
	sign(data, bytes, made);
	bool fits = signature_bytes == sizeof made && memcmp(made, signature, sizeof made) == 0;
	result = end(&call, result); /* that it does not fit is no failure */
	return result != CKR_OK || fits ? result : CKR_SIGNATURE_INVALID;
}

CK_RV C_VerifyRecover(CK_ULONG handle, const CK_BYTE *signature, CK_ULONG bytes, CK_BYTE *data,
                      CK_ULONG *data_bytes)
{
	struct cgf_call call;
	struct session *session;
	CK_RV result = begin_in(&call, &C_VerifyRecover_function, handle, &session);
	if (result != CKR_OK)
		return result;
	result = session->recovering ? device(&call) : CKR_OPERATION_NOT_INITIALIZED;
	if (result == CKR_OK)
		result = give(signature, bytes, data, data_bytes);
	session->recovering = result == CKR_BUFFER_TOO_SMALL || (result == CKR_OK && !data);
	return end(&call, result);
}

/* Belongs to a decryption, and nothing here decrypts: who calls it has begun something else. */
CK_RV C_DecryptVerifyUpdate(CK_ULONG handle, const CK_BYTE *data, CK_ULONG bytes, CK_BYTE *to, CK_ULONG *room)
{
	(void)data, (void)bytes, (void)to, (void)room;
	struct cgf_call call;
	struct session *session;
	CK_RV result = begin_in(&call, &C_DecryptVerifyUpdate_function, handle, &session);
	if (result != CKR_OK)
		return result;
	if (call.caller)
		cgf_violation(&call, "operation-not-begun");
	return end(&call, CKR_OPERATION_NOT_INITIALIZED);
}

/* A session's numbers, the same in each run. */
CK_RV C_GenerateRandom(CK_ULONG handle, CK_BYTE *random, CK_ULONG bytes)
{
	struct cgf_call call;
	struct session *session;
	CK_RV result = begin_in(&call, &C_GenerateRandom_function, handle, &session);
	if (result != CKR_OK)
		return result;
	result = device(&call);
	for (CK_ULONG i = 0; result == CKR_OK && i < bytes; i++)
		random[i] = (CK_BYTE)(handle * 73 + i * 151);
	return end(&call, result);
}

/* ---- events ---- */

static void answer_event(struct cgf_call *call, const CK_ULONG *slot)
{
	static const char question[] = "which slot", none[] = "none";
	if (slot)
		cgf_answer(call, question, sizeof question - 1, slot, sizeof *slot);
	else
		cgf_answer(call, question, sizeof question - 1, none, sizeof none - 1);
}

static CK_RV no_event(struct cgf_call *call, CK_RV result)
{
	answer_event(call, NULL);
	end(call, result == CKR_NO_EVENT ? CKR_OK : result); /* that nothing has happened is no failure */
	return result;
}

/* Does not use the library in the ledger's sense: C_Finalize ends it. */
CK_RV C_WaitForSlotEvent(CK_ULONG flags, CK_ULONG *slot, void *reserved)
{
	(void)reserved;
	struct cgf_call call;
	cgf_call_begin(&call, &C_WaitForSlotEvent_function);
	CK_RV result = device(&call);
	pthread_mutex_lock(&token.lock);
	while (result == CKR_OK && token.initialized && !token.slot_of_event && !(flags & CKF_DONT_BLOCK))
		pthread_cond_wait(&token.changed, &token.lock);
	if (result == CKR_OK && !token.initialized)
		result = CKR_CRYPTOKI_NOT_INITIALIZED;
	if (result == CKR_OK && !token.slot_of_event)
		result = CKR_NO_EVENT;
	if (result != CKR_OK)
		return no_event(&call, result);
	*slot = token.slot_of_event;
	token.slot_of_event = 0;
	answer_event(&call, slot);
	return end(&call, CKR_OK);
}

static void insert(void)
{
	pthread_mutex_lock(&token.lock);
	token.slot_of_event = FIRST_SLOT;
	pthread_cond_broadcast(&token.changed);
	pthread_mutex_unlock(&token.lock);
}

/* ---- the function lists ---- */

static CK_RV not_supported(void)
{
	return CKR_FUNCTION_NOT_SUPPORTED;
}

static CK_RV initialize_dead(void *arguments)
{
	(void)arguments;
	return CKR_DEVICE_ERROR;
}

#define HAVE(name) list.functions[TOKEN_##name] = (void (*)(void))name

static struct token_list list = {.version = {2, 40}}, dead_list = {.version = {2, 40}};

__attribute__((constructor)) static void fill_lists(void)
{
	for (int i = 0; i < TOKEN_FUNCTIONS; i++)
		list.functions[i] = dead_list.functions[i] = (void (*)(void))not_supported;
	dead_list.functions[TOKEN_C_Initialize] = (void (*)(void))initialize_dead;
	HAVE(C_Initialize), HAVE(C_Finalize), HAVE(C_GetSlotList), HAVE(C_OpenSession), HAVE(C_CloseSession);
	HAVE(C_GetOperationState), HAVE(C_GetAttributeValue), HAVE(C_FindObjectsInit), HAVE(C_FindObjects);
	HAVE(C_FindObjectsFinal), HAVE(C_SignInit), HAVE(C_Sign), HAVE(C_VerifyInit), HAVE(C_Verify);
	HAVE(C_VerifyRecoverInit), HAVE(C_VerifyRecover), HAVE(C_DecryptVerifyUpdate), HAVE(C_GenerateRandom);
	HAVE(C_WaitForSlotEvent);
}

CK_RV token_get_list(const struct token_list **out)
{
	*out = &list;
	return CKR_OK;
}

CK_RV token_get_dead_list(const struct token_list **out)
{
	*out = &dead_list;
	return CKR_OK;
}

CK_RV token_get_no_list(const struct token_list **out)
{
	(void)out;
	return CKR_GENERAL_ERROR;
}

/* ---- between runs: who still waits for an event waits on, as nobody has told it otherwise ---- */

static void reset(void)
{
	pthread_mutex_lock(&token.lock);
	memset(token.sessions, 0, sizeof token.sessions);
	token.initialized = false;
	token.slots = 2;
	token.handles = token.slot_of_event = 0;
	pthread_mutex_unlock(&token.lock);
	token_unload_all();
}

static const struct cgf_action actions[] = {{"insert", insert}, {NULL, NULL}};

CGF_WRAP_LIBRARY("pkcs11", .actions = actions, .reset = reset)
