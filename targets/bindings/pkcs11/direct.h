/*
 * direct.h: what the package does wrong with the module, done right in the program's own C. All return what
 * the module does; a result in `*out` is for the caller to free, and there is none where they fail.
 */
#ifndef DIRECT_H
#define DIRECT_H

#include "token.h"

CK_RV direct_sign(CK_ULONG session, const char *data, CK_ULONG bytes, CK_BYTE **out, CK_ULONG *out_bytes);
CK_RV direct_recover(CK_ULONG session, const char *signature, CK_ULONG bytes, CK_BYTE **out,
                     CK_ULONG *out_bytes);
CK_RV direct_random(CK_ULONG session, CK_ULONG bytes, CK_BYTE **out);
CK_RV direct_label(CK_ULONG session, CK_ULONG object, CK_BYTE **out, CK_ULONG *out_bytes);
CK_RV direct_find(CK_ULONG session, CK_ULONG *count);
CK_RV direct_slots(CK_ULONG **out, CK_ULONG *count);

/* Can the module be used at all? */
int direct_has_functions(const char *file);

#endif
