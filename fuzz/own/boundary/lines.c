/*
 * lines.c: see lines.h.
 */
#include "lines.h"

#include <string.h>

struct cgf_own_lines cgf_own_lines_of(const char *text)
{
	return (struct cgf_own_lines){text, text + strlen(text)};
}

bool cgf_own_lines_next(struct cgf_own_line *line, struct cgf_own_lines *lines)
{
	if (lines->at >= lines->end)
		return false;
	const char *newline = memchr(lines->at, '\n', lines->end - lines->at);
	line->from = lines->at;
	line->length = (newline ? newline : lines->end) - lines->at;
	lines->at = newline ? newline + 1 : lines->end;
	return true;
}

bool cgf_own_line_is(struct cgf_own_line line, const char *text)
{
	return line.from && line.length == strlen(text) && memcmp(line.from, text, line.length) == 0;
}

bool cgf_own_line_ends_with(struct cgf_own_line line, const char *text)
{
	size_t length = strlen(text);
	return line.from && line.length >= length &&
	       memcmp(line.from + line.length - length, text, length) == 0;
}

bool cgf_own_lines_body(struct cgf_own_lines *function, struct cgf_own_lines *rest, struct cgf_own_line head)
{
	struct cgf_own_lines left = *rest;
	struct cgf_own_line line;
	bool begun = cgf_own_line_ends_with(head, "{");
	for (bool first = true; cgf_own_lines_next(&line, &left); first = false) {
		if (first && !begun && !cgf_own_line_is(line, "{"))
			return false;
		if (cgf_own_line_is(line, "}")) {
			*function = (struct cgf_own_lines){head.from, left.at};
			*rest = left;
			return true;
		}
	}
	return false;
}
