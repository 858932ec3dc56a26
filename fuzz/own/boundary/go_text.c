/*
 * go_text.c: see go_text.h.
 */
#include "go_text.h"

#include "inserted.h"
#include "lines.h"

#include <string.h>

/* C.malloc, C.CString and C.CBytes. Where one of them were inlined, the caller's line would stand a frame
 * nearer. */
static bool allocates(struct cgf_own_line line)
{
	static const char *const functions[] = {"func _Cfunc__CMalloc(", "func _Cfunc_CString(",
	                                        "func _Cfunc_CBytes("};
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (line.length > strlen(functions[i]) &&
		    memcmp(line.from, functions[i], strlen(functions[i])) == 0)
			return true;
	return false;
}

static void add_half(struct cgf_own_text *out, const char *hash)
{
	for (const char *at = cgf_own_inserted_go(); *at;) {
		const char *found = strstr(at, "HASH");
		cgf_own_text_add(out, at, found ? (size_t)(found - at) : strlen(at));
		if (!found)
			return;
		cgf_own_text_print(out, "%s", hash);
		at = found + strlen("HASH");
	}
}

void cgf_own_go_edit(struct cgf_own_text *out, const char *in, const char *hash)
{
	struct cgf_own_lines rest = cgf_own_lines_of(in);
	struct cgf_own_line line;
	while (cgf_own_lines_next(&line, &rest)) {
		if (allocates(line))
			cgf_own_text_print(out, "//go:noinline\n");
		cgf_own_text_print(out, "%.*s\n", (int)line.length, line.from);
	}
	add_half(out, hash);
}
