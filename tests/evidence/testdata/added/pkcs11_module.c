/*
 * pkcs11_module.c: the least PKCS #11 module that has a thread of its own, which runs from C_Initialize to
 * C_Finalize: a program that unloads it before that is one that jumps into memory that is gone.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "pkcs11go.h"

static pthread_t watcher;
static atomic_bool ends;

static void *watch(void *unused)
{
	const struct timespec moment = {.tv_nsec = 1000000};

	while (!ends)
		nanosleep(&moment, NULL);
	return unused;
}

static CK_RV initialize(CK_VOID_PTR arguments)
{
	ends = false;
	return pthread_create(&watcher, NULL, watch, arguments) == 0 ? CKR_OK : CKR_GENERAL_ERROR;
}

static CK_RV finalize(CK_VOID_PTR reserved)
{
	(void)reserved;
	ends = true;
	return pthread_join(watcher, NULL) == 0 ? CKR_OK : CKR_GENERAL_ERROR;
}

static CK_RV list_slots(CK_BBOOL with_token, CK_SLOT_ID_PTR slots, CK_ULONG_PTR count)
{
	(void)with_token;
	if (slots)
		slots[0] = 1;
	*count = 1;
	return CKR_OK;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR out)
{
	static CK_FUNCTION_LIST list = {.version = {2, 40}};

	list.C_Initialize = initialize;
	list.C_Finalize = finalize;
	list.C_GetSlotList = list_slots;
	*out = &list;
	return CKR_OK;
}
