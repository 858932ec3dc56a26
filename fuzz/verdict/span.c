/*
 * span.c: pieces of a text that may hold any bytes.
 */
#include "report.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

bool cgf_span_line(struct cgf_span *line, struct cgf_span *rest)
{
	const char *newline;

	if (rest->size == 0)
		return false;
	newline = memchr(rest->start, '\n', rest->size);
	line->start = rest->start;
	line->size = newline ? (size_t)(newline - rest->start) : rest->size;
	rest->start += line->size + (newline != NULL);
	rest->size -= line->size + (newline != NULL);
	if (line->size > 0 && line->start[line->size - 1] == '\r')
		line->size--;
	return true;
}

bool cgf_span_starts(struct cgf_span span, const char *prefix)
{
	size_t size = strlen(prefix);

	return span.size >= size && memcmp(span.start, prefix, size) == 0;
}

bool cgf_span_skip(struct cgf_span *span, const char *prefix)
{
	if (!cgf_span_starts(*span, prefix))
		return false;
	span->start += strlen(prefix);
	span->size -= strlen(prefix);
	return true;
}

bool cgf_span_contains(struct cgf_span span, const char *part)
{
	return memmem(span.start, span.size, part, strlen(part)) != NULL;
}

struct cgf_span cgf_span_until(struct cgf_span span, const char *stops)
{
	size_t i = 0;

	while (i < span.size && span.start[i] != '\0' && !strchr(stops, span.start[i]))
		i++;
	span.size = i;
	return span;
}

void cgf_span_copy(char *out, size_t size, struct cgf_span span)
{
	size_t n = span.size < size - 1 ? span.size : size - 1;

	for (size_t i = 0; i < n; i++)
		out[i] = isprint((unsigned char)span.start[i]) ? span.start[i] : '?';
	out[n] = '\0';
}

void cgf_span_copy_word(char *out, size_t size, struct cgf_span span)
{
	cgf_span_copy(out, size, span);
	for (; *out; out++)
		if (*out == ' ')
			*out = '_';
}

void cgf_name_from_message(char *out, size_t size, const char *kind, struct cgf_span message)
{
	size_t length = (size_t)snprintf(out, size, "%s/", kind), start = length;
	unsigned words = 1;

	for (size_t i = 0; i < message.size && length + 2 < size; i++) {
		unsigned char c = (unsigned char)message.start[i];

		if (isdigit(c) || strchr("([{\"`", c))
			break;
		if (isalpha(c)) {
			out[length++] = (char)tolower(c);
			continue;
		}
		if (c == '\'' || length == start || out[length - 1] == '-')
			continue;
		if (words++ == 6 || (c == ' ' && i + 1 < message.size && message.start[i + 1] == '-'))
			break;
		out[length++] = '-';
	}
	while (length > start && out[length - 1] == '-')
		length--;
	out[length] = '\0';
	if (length == start)
		snprintf(out + length, size - length, "value");
}
