/*
 * edit.h: puts a call of ours before and after each call of C in the C text that cgo generates, and around
 * each call of Go in what it generates for //export.
 *
 * What the text looks like is cgo's own affair (cmd/cgo, writeOutputFunc and writeExports). So a function is
 * opened from inside only where both anchors stand where they are known to; where they do not, but the
 * function's head does, it gets another name, and one of ours with its name calls it: then nothing is known
 * of its arguments.
 */
#ifndef CGF_OWN_EDIT_H
#define CGF_OWN_EDIT_H

#include "symbols.h"
#include "text.h"

/* Told of each function that is not opened from inside. */
typedef void cgf_own_refused(void *data, const struct cgf_own_symbol *symbol, const char *why);

struct cgf_own_editing {
	struct cgf_own_symbols *symbols; /* `opened` is set in those that are found */
	cgf_own_refused *refused;
	void *data;
};

/* Appends the edited text of a *.cgo2.c or of _cgo_export.c. */
void cgf_own_edit(struct cgf_own_text *out, const char *in, const struct cgf_own_editing *editing);

#endif
