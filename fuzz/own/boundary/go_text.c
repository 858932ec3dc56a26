/*
 * go_text.c: see go_text.h.
 */
#include "go_text.h"

#include "inserted.h"
#include "lines.h"

#include <string.h>

/* A function that copies C memory by the runtime's own code, which no sanitizer compiles. */
struct reader {
	const char *name, *head, *copies, *looks;
};

static const struct reader readers[] = {
        {"GoBytes", "func _Cfunc_GoBytes(", "\treturn _cgo_runtime_gobytes(p, int(l))",
         "\tcgfOwnLook(unsafe.Pointer(p), int(l)); "},
        {"GoString", "func _Cfunc_GoString(", "\treturn _cgo_runtime_gostring(p)",
         "\tcgfOwnLookString(unsafe.Pointer(p)); "},
        {"GoStringN", "func _Cfunc_GoStringN(", "\treturn _cgo_runtime_gostringn(p, int(l))",
         "\tcgfOwnLook(unsafe.Pointer(p), int(l)); "},
};
enum { READERS = sizeof(readers) / sizeof(readers[0]) };

/* C.malloc, C.CString and C.CBytes, for which C is called. */
static const char *const allocating[] = {"func _Cfunc__CMalloc(", "func _Cfunc_CString(",
                                         "func _Cfunc_CBytes("};
enum { ALLOCATING = sizeof(allocating) / sizeof(allocating[0]) };

static bool begins(struct cgf_own_line line, const char *head)
{
	return line.length > strlen(head) && memcmp(line.from, head, strlen(head)) == 0;
}

/* Is the caller's line looked for a frame above this function? Where it were inlined, the line would stand a
 * frame nearer. */
static bool needs_frame(struct cgf_own_line line)
{
	for (size_t i = 0; i < ALLOCATING; i++)
		if (begins(line, allocating[i]))
			return true;
	for (size_t i = 0; i < READERS; i++)
		if (begins(line, readers[i].head))
			return true;
	return false;
}

static const struct reader *reader_of(struct cgf_own_line line)
{
	for (size_t i = 0; i < READERS; i++)
		if (cgf_own_line_is(line, readers[i].copies))
			return &readers[i];
	return NULL;
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

const char *cgf_own_go_unwatched(const char *in, size_t number)
{
	for (size_t i = 0; i < READERS; i++) {
		struct cgf_own_lines rest = cgf_own_lines_of(in);
		struct cgf_own_line line;
		bool is_there = false, copies = false;

		while (cgf_own_lines_next(&line, &rest)) {
			is_there = is_there || begins(line, readers[i].head);
			copies = copies || cgf_own_line_is(line, readers[i].copies);
		}
		if (is_there && !copies && number-- == 0)
			return readers[i].name;
	}
	return NULL;
}

void cgf_own_go_edit(struct cgf_own_text *out, const char *in, const char *hash)
{
	struct cgf_own_lines rest = cgf_own_lines_of(in);
	struct cgf_own_line line;
	while (cgf_own_lines_next(&line, &rest)) {
		const struct reader *reader = reader_of(line);
		if (needs_frame(line))
			cgf_own_text_print(out, "//go:noinline\n");
		if (reader)
			cgf_own_text_print(out, "%s", reader->looks);
		cgf_own_text_print(out, "%.*s\n", (int)line.length, line.from);
	}
	add_half(out, hash);
}
