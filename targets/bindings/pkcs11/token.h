/*
 * token.h: the part of PKCS #11 (version 2.40) that the token of this folder has, in the layout that the
 * standard gives to it, and the names by which the program loads it.
 */
#ifndef TOKEN_H
#define TOKEN_H

typedef unsigned long CK_ULONG;
typedef unsigned char CK_BYTE;
typedef CK_ULONG CK_RV;

enum {
	CKR_OK = 0x0,
	CKR_GENERAL_ERROR = 0x5,
	CKR_NO_EVENT = 0x8,
	CKR_ATTRIBUTE_TYPE_INVALID = 0x12,
	CKR_DEVICE_ERROR = 0x30,
	CKR_FUNCTION_NOT_SUPPORTED = 0x54,
	CKR_OBJECT_HANDLE_INVALID = 0x82,
	CKR_OPERATION_NOT_INITIALIZED = 0x91,
	CKR_SESSION_HANDLE_INVALID = 0xb3,
	CKR_SESSION_COUNT = 0xb1,
	CKR_SIGNATURE_INVALID = 0xc0,
	CKR_BUFFER_TOO_SMALL = 0x150,
	CKR_CRYPTOKI_NOT_INITIALIZED = 0x190,
	CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191,
	CKF_DONT_BLOCK = 1,
	CKA_LABEL = 0x3,
};

struct token_attribute {
	CK_ULONG type;
	void *value;
	CK_ULONG bytes; /* ~0: the object does not have it */
};

/* The functions in the order of the standard's function list. */
/* clang-format off */
#define TOKEN_LIST(F) \
	F(C_Initialize) F(C_Finalize) F(C_GetInfo) F(C_GetFunctionList) F(C_GetSlotList) \
	F(C_GetSlotInfo) F(C_GetTokenInfo) F(C_GetMechanismList) F(C_GetMechanismInfo) F(C_InitToken) \
	F(C_InitPIN) F(C_SetPIN) F(C_OpenSession) F(C_CloseSession) F(C_CloseAllSessions) \
	F(C_GetSessionInfo) F(C_GetOperationState) F(C_SetOperationState) F(C_Login) F(C_Logout) \
	F(C_CreateObject) F(C_CopyObject) F(C_DestroyObject) F(C_GetObjectSize) F(C_GetAttributeValue) \
	F(C_SetAttributeValue) F(C_FindObjectsInit) F(C_FindObjects) F(C_FindObjectsFinal) \
	F(C_EncryptInit) F(C_Encrypt) F(C_EncryptUpdate) F(C_EncryptFinal) F(C_DecryptInit) \
	F(C_Decrypt) F(C_DecryptUpdate) F(C_DecryptFinal) F(C_DigestInit) F(C_Digest) F(C_DigestUpdate) \
	F(C_DigestKey) F(C_DigestFinal) F(C_SignInit) F(C_Sign) F(C_SignUpdate) F(C_SignFinal) \
	F(C_SignRecoverInit) F(C_SignRecover) F(C_VerifyInit) F(C_Verify) F(C_VerifyUpdate) \
	F(C_VerifyFinal) F(C_VerifyRecoverInit) F(C_VerifyRecover) F(C_DigestEncryptUpdate) \
	F(C_DecryptDigestUpdate) F(C_SignEncryptUpdate) F(C_DecryptVerifyUpdate) F(C_GenerateKey) \
	F(C_GenerateKeyPair) F(C_WrapKey) F(C_UnwrapKey) F(C_DeriveKey) F(C_SeedRandom) \
	F(C_GenerateRandom) F(C_GetFunctionStatus) F(C_CancelFunction) F(C_WaitForSlotEvent)
/* clang-format on */

#define TOKEN_PLACE(name) TOKEN_##name,
enum { TOKEN_LIST(TOKEN_PLACE) TOKEN_FUNCTIONS };
#undef TOKEN_PLACE

struct token_list {
	struct {
		CK_BYTE major, minor;
	} version;
	void (*functions[TOKEN_FUNCTIONS])(void);
};

/* The modules that dlopen finds in the program itself: one that works, one whose device does not answer, and
 * one that cannot even give its function list. */
#define TOKEN_MODULE       "token.so"
#define TOKEN_MODULE_DEAD  "dead-token.so"
#define TOKEN_MODULE_EMPTY "empty-token.so"

/* The handle of the module that works. */
const void *token_module(void);

/* Between runs: nothing is loaded. */
void token_unload_all(void);

/* Each module has one of these. */
CK_RV token_get_list(const struct token_list **list);
CK_RV token_get_dead_list(const struct token_list **list);
CK_RV token_get_no_list(const struct token_list **list);

/* What the program calls by itself too. */
CK_RV C_GetSlotList(CK_BYTE present, CK_ULONG *slots, CK_ULONG *count);
CK_RV C_GetAttributeValue(CK_ULONG session, CK_ULONG object, struct token_attribute *attributes,
                          CK_ULONG count);
CK_RV C_FindObjects(CK_ULONG session, CK_ULONG *objects, CK_ULONG max, CK_ULONG *count);
CK_RV C_Sign(CK_ULONG session, const CK_BYTE *data, CK_ULONG bytes, CK_BYTE *signature,
             CK_ULONG *signature_bytes);
CK_RV C_VerifyRecover(CK_ULONG session, const CK_BYTE *signature, CK_ULONG bytes, CK_BYTE *data,
                      CK_ULONG *data_bytes);
CK_RV C_GenerateRandom(CK_ULONG session, CK_BYTE *random, CK_ULONG bytes);
CK_RV C_WaitForSlotEvent(CK_ULONG flags, CK_ULONG *slot, void *reserved);

#endif
