/*
 * fault.c: see fault.h.
 */
#include "fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands before and behind the function's name. */
static const struct {
	const char *before, *behind;
} words[CGF_OWN_FAULT_KINDS] = {
        [CGF_OWN_GC_ENTRY] = {"gc@", ".entry"},
        [CGF_OWN_GC_RETURN] = {"gc@", ".return"},
        [CGF_OWN_LEAVE] = {"leave@", "=EAGAIN"},
        [CGF_OWN_GC_CALLBACK] = {"gc@", ".callback"},
        [CGF_OWN_KEPT] = {"kept@", ""},
        [CGF_OWN_HOP] = {"hop@", ""},
        [CGF_OWN_LATE_RETURN] = {"late@", ".return"},
        [CGF_OWN_LATE_ENTRY] = {"late@", ".entry"},
};

bool cgf_own_fault_fits(enum cgf_own_fault_kind kind, enum cgf_own_form form)
{
	if (kind == CGF_OWN_GC_CALLBACK || form == CGF_OWN_FORM_CALLBACK)
		return kind == CGF_OWN_GC_CALLBACK && form == CGF_OWN_FORM_CALLBACK;
	return kind != CGF_OWN_LEAVE || form == CGF_OWN_FORM_C2;
}

bool cgf_own_fault_is_late(enum cgf_own_fault_kind kind)
{
	return kind == CGF_OWN_LATE_RETURN || kind == CGF_OWN_LATE_ENTRY;
}

size_t cgf_own_fault_write(char *out, size_t size, const struct cgf_own_fault *fault)
{
	return (size_t)snprintf(out, size, "%s%s%s#%u", words[fault->kind].before, fault->function,
	                        words[fault->kind].behind, fault->number);
}

void cgf_own_fault_describe(char *out, size_t size, const struct cgf_own_fault *fault)
{
	static const char *const where[CGF_OWN_FAULT_KINDS] = {
	        [CGF_OWN_GC_ENTRY] = "a collection at the entry of",
	        [CGF_OWN_GC_RETURN] = "a collection before the return of",
	        [CGF_OWN_LEAVE] = "an errno that was left by",
	        [CGF_OWN_GC_CALLBACK] = "a collection inside the callback",
	        [CGF_OWN_KEPT] = "a collection after",
	        [CGF_OWN_HOP] = "another thread after the call of",
	        [CGF_OWN_LATE_RETURN] = "a late return of",
	        [CGF_OWN_LATE_ENTRY] = "a late beginning of",
	};

	snprintf(out, size, "%s %s", where[fault->kind], fault->function);
}

bool cgf_own_fault_read(struct cgf_own_fault *out, const char *word)
{
	const char *at = strchr(word, '@'), *hash = strrchr(word, '#'), *end;
	char *rest;

	*out = (struct cgf_own_fault){.number = 1};
	end = hash ? hash : word + strlen(word);
	if (hash && ((out->number = (unsigned)strtoul(hash + 1, &rest, 10)) == 0 || *rest))
		return false;
	for (int kind = 0; at && kind < CGF_OWN_FAULT_KINDS; kind++) {
		size_t before = strlen(words[kind].before), behind = strlen(words[kind].behind);
		ptrdiff_t length = end - word - (ptrdiff_t)before - (ptrdiff_t)behind;

		if (length <= 0 || (size_t)length >= sizeof(out->function) ||
		    strncmp(word, words[kind].before, before) != 0 ||
		    strncmp(end - behind, words[kind].behind, behind) != 0)
			continue;
		out->kind = (enum cgf_own_fault_kind)kind;
		snprintf(out->function, sizeof(out->function), "%.*s", (int)length, word + before);
		return true;
	}
	return false;
}
