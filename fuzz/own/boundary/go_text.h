/*
 * go_text.h: puts what runs in Go into the Go text that cgo generates.
 */
#ifndef CGF_OWN_GO_TEXT_H
#define CGF_OWN_GO_TEXT_H

#include <stddef.h>

#include "text.h"

/* Which of C.GoString, C.GoStringN and C.GoBytes have a text that is not known: what they read is not looked
 * at. The one with this number, from 0, or NULL: there are no more. */
const char *cgf_own_go_unwatched(const char *in, size_t number);
/* Appends the edited text of _cgo_gotypes.go; `hash` is what cgo gives all names of the package. */
void cgf_own_go_edit(struct cgf_own_text *out, const char *in, const char *hash);

#endif
