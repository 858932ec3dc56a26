/*
 * go_text.h: puts what runs in Go into the Go text that cgo generates.
 */
#ifndef CGF_OWN_GO_TEXT_H
#define CGF_OWN_GO_TEXT_H

#include "text.h"

/* Appends the edited text of _cgo_gotypes.go; `hash` is what cgo gives all names of the package. */
void cgf_own_go_edit(struct cgf_own_text *out, const char *in, const char *hash);

#endif
