/*
 * opening.h: the text of a generated function with ours in it.
 */
#ifndef CGF_OWN_OPENING_H
#define CGF_OWN_OPENING_H

#include "lines.h"
#include "symbols.h"
#include "text.h"

#include <stdbool.h>

/* Appends a function of generated C with ours behind its first anchor and before its last. NULL, or why it
 * cannot be; then nothing is appended. */
const char *cgf_own_open_inside(struct cgf_own_text *out, struct cgf_own_lines function,
                                const struct cgf_own_symbol *symbol, const char *hash);
/* Appends it under another name, and one of ours that has its name and calls it. */
void cgf_own_open_outside(struct cgf_own_text *out, struct cgf_own_lines function,
                          const struct cgf_own_symbol *symbol, const char *hash);
/* Appends the line that calls Go with ours around it, if the anchor follows, which is taken off `rest`.
 * Otherwise the line as it is, and false. */
bool cgf_own_open_callback(struct cgf_own_text *out, struct cgf_own_lines *rest, struct cgf_own_line call,
                           const struct cgf_own_symbol *symbol, const char *hash);

#endif
