/* direct.c: see direct.h. */
#include <dlfcn.h>
#include <stdlib.h>

#include "direct.h"

enum { FOUND_MAX = 10 };

/* Hands the memory over where the call has succeeded. */
static CK_RV keep_or_free(CK_RV result, CK_BYTE *memory, CK_BYTE **out)
{
	if (result != CKR_OK) {
		free(memory);
		memory = NULL;
	}
	*out = memory;
	return result;
}

/* C_Sign, or another function that makes bytes of bytes: asked for the size first. */
typedef CK_RV maker(CK_ULONG session, const CK_BYTE *from, CK_ULONG bytes, CK_BYTE *to, CK_ULONG *to_bytes);

static CK_RV make(maker *function, CK_ULONG session, const char *from, CK_ULONG bytes, CK_BYTE **out,
                  CK_ULONG *out_bytes)
{
	const CK_BYTE *given = (const CK_BYTE *)from;
	CK_RV result = function(session, given, bytes, NULL, out_bytes);
	if (result != CKR_OK)
		return keep_or_free(result, NULL, out);
	CK_BYTE *memory = calloc(*out_bytes, 1);
	return keep_or_free(function(session, given, bytes, memory, out_bytes), memory, out);
}

CK_RV direct_sign(CK_ULONG session, const char *data, CK_ULONG bytes, CK_BYTE **out, CK_ULONG *out_bytes)
{
	return make(C_Sign, session, data, bytes, out, out_bytes);
}

CK_RV direct_recover(CK_ULONG session, const char *signature, CK_ULONG bytes, CK_BYTE **out,
                     CK_ULONG *out_bytes)
{
	return make(C_VerifyRecover, session, signature, bytes, out, out_bytes);
}

CK_RV direct_random(CK_ULONG session, CK_ULONG bytes, CK_BYTE **out)
{
	CK_BYTE *memory = calloc(bytes, 1);
	return keep_or_free(C_GenerateRandom(session, memory, bytes), memory, out);
}

CK_RV direct_label(CK_ULONG session, CK_ULONG object, CK_BYTE **out, CK_ULONG *out_bytes)
{
	struct token_attribute label = {.type = CKA_LABEL};
	CK_RV result = C_GetAttributeValue(session, object, &label, 1);
	if (result != CKR_OK)
		return keep_or_free(result, NULL, out);
	label.value = calloc(label.bytes, 1);
	result = C_GetAttributeValue(session, object, &label, 1);
	*out_bytes = label.bytes;
	return keep_or_free(result, label.value, out);
}

CK_RV direct_find(CK_ULONG session, CK_ULONG *count)
{
	CK_ULONG *objects = calloc(FOUND_MAX, sizeof *objects);
	CK_RV result = C_FindObjects(session, objects, FOUND_MAX, count);
	free(objects);
	return result;
}

/* A slot that has come since the first call does not fit: then all is asked for once more. */
CK_RV direct_slots(CK_ULONG **out, CK_ULONG *count)
{
	*out = NULL;
	CK_RV result = C_GetSlotList(1, NULL, count);
	while (result == CKR_OK) {
		*out = calloc(*count, sizeof **out);
		result = C_GetSlotList(1, *out, count);
		if (result == CKR_OK)
			return result;
		free(*out);
		*out = NULL;
		if (result == CKR_BUFFER_TOO_SMALL)
			result = C_GetSlotList(1, NULL, count);
	}
	return result;
}

int direct_has_functions(const char *file)
{
	void *module = dlopen(file, RTLD_LAZY);
	if (!module)
		return 0;
	CK_RV (*get_list)(const struct token_list **list);
	*(void **)&get_list = dlsym(module, "C_GetFunctionList");
	const struct token_list *list;
	int has = get_list && get_list(&list) == CKR_OK;
	dlclose(module);
	return has;
}
