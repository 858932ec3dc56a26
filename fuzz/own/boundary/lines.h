/*
 * lines.h: a text line by line.
 */
#ifndef CGF_OWN_LINES_H
#define CGF_OWN_LINES_H

#include <stdbool.h>
#include <stddef.h>

struct cgf_own_line {
	const char *from; /* without its newline; not ended by NUL */
	size_t length;
};

/* Whole lines, from `at` to `end`. */
struct cgf_own_lines {
	const char *at, *end;
};

struct cgf_own_lines cgf_own_lines_of(const char *text);
/* Takes one off. false: none is left. */
bool cgf_own_lines_next(struct cgf_own_line *line, struct cgf_own_lines *lines);
bool cgf_own_line_is(struct cgf_own_line line, const char *text);
bool cgf_own_line_ends_with(struct cgf_own_line line, const char *text);
/* The function whose head is this line, up to a line "}", taken off `rest`. false: it has no such end, and
 * nothing is taken. */
bool cgf_own_lines_body(struct cgf_own_lines *function, struct cgf_own_lines *rest, struct cgf_own_line head);

#endif
