/*
 * refusals.h: functions that are not opened from inside, told to whoever builds, and kept in the program: go
 * runs cgo once, and takes what it has built from its cache from then on.
 */
#ifndef CGF_OWN_REFUSALS_H
#define CGF_OWN_REFUSALS_H

#include "symbols.h"
#include "text.h"

struct cgf_own_refusals {
	const char *package;
	const char *path;          /* of a file that lines are appended to, or NULL */
	struct cgf_own_text lines; /* so far, as C text */
};

void cgf_own_refuse(struct cgf_own_refusals *refusals, const struct cgf_own_symbol *symbol, const char *why);
/* Appends them to a C file, for fuzz/own/inside/refused.c. */
void cgf_own_refusals_keep(struct cgf_own_text *out, const struct cgf_own_refusals *refusals);

#endif
