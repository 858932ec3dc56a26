/*
 * text.h: a text that grows, within a limit.
 */
#ifndef CGF_OWN_TEXT_H
#define CGF_OWN_TEXT_H

#include <stdbool.h>
#include <stddef.h>

enum { CGF_OWN_TEXT_BYTES_MAX = 1 << 27 };

/* All zero is an empty one. `bytes` belongs to it, and is ended by NUL where there are any. */
struct cgf_own_text {
	char *bytes;
	size_t size, room;
	bool failed; /* no memory, or too large: what was added since is missing */
};

void cgf_own_text_add(struct cgf_own_text *text, const char *bytes, size_t size);
__attribute__((format(printf, 2, 3))) void cgf_own_text_print(struct cgf_own_text *text, const char *format,
                                                              ...);
/* Appends a whole file. 0 or a negative errno. */
int cgf_own_text_read(struct cgf_own_text *text, const char *path);
void cgf_own_text_free(struct cgf_own_text *text);

#endif
