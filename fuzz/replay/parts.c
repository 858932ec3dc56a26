/*
 * parts.c: see parts.h. A part is read as a text of its own, in which the steps of all others are blanks: so
 * line numbers stay right.
 */
#include "parts.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char word[] = "then";

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

static const char *line_text(const char *line)
{
	return line + strspn(line, " \t");
}

static bool is_then(const char *line)
{
	const char *text = line_text(line);

	return strncmp(text, word, strlen(word)) == 0 && strchr(" \t\r\n", text[strlen(word)]) != NULL;
}

/* The line `then` that begins a part, or the end of the text. */
static const char *find_then(const char *line, size_t number)
{
	for (; *line; line = next_line(line))
		if (is_then(line) && number-- == 0)
			break;
	return line;
}

/* Header lines end at the first that is not blank, no comment, has no key, and is not the one that names the
 * format. */
static const char *find_steps(const char *line)
{
	for (; *line; line = next_line(line)) {
		const char *text = line_text(line);
		size_t size = strcspn(text, " \t\r\n");

		if (size > 0 && *text != '#' && memchr(text, ':', size) == NULL &&
		    !cgf_plan_is_text((const uint8_t *)text, strlen(text)))
			break;
	}
	return line;
}

size_t cgf_parts_count(const char *text)
{
	size_t count = 1;

	for (const char *line = text; *line; line = next_line(line))
		count += is_then(line);
	return count;
}

/* "then", "then 7". */
static int read_seed(uint8_t *seed, const char *text, const char *then, char *why, size_t why_size)
{
	const char *number = line_text(line_text(then) + strlen(word));
	size_t size = strcspn(number, " \t\r\n");
	unsigned long value = strtoul(number, NULL, 10), line = 1;

	*seed = (uint8_t)value;
	if (strspn(number, "0123456789") == size && value <= UINT8_MAX &&
	    strspn(number + size, " \t\r\n") >= strcspn(number + size, "\n"))
		return 0;
	for (; text < then; text++)
		line += *text == '\n';
	snprintf(why, why_size,
	         "line %lu: behind 'then' stands the next run's seed, from 0 to 255, or nothing", line);
	return -EINVAL;
}

static void blank(char *text, const char *end)
{
	for (; text < end; text++)
		if (*text != '\n')
			*text = ' ';
}

int cgf_part_read(struct cgf_plan *out, const char *text, size_t part, const struct cgf_vocabulary *words,
                  char *why, size_t why_size)
{
	const char *then = part > 0 ? find_then(text, part - 1) : NULL, *steps = find_steps(text);
	const char *first = then ? next_line(then) : text, *end = find_then(first, 0);
	struct cgf_header header;
	uint8_t seed = 0;
	char *copy;
	int error = then ? read_seed(&seed, text, then, why, why_size) : 0;

	if (error != 0)
		return error;
	copy = strndup(text, (size_t)(end - text));
	if (copy == NULL)
		return -ENOMEM;
	if (then)
		blank(copy + (steps - text), copy + (first - text));
	error = cgf_plan_read(out, &header, words, copy, why, why_size);
	free(copy);
	if (then)
		out->seed = seed;
	return error;
}

int cgf_part_append(char *text, size_t size, const struct cgf_plan *plan, const struct cgf_vocabulary *words)
{
	static char alone[CGF_TEXT_BYTES_MAX];
	const struct cgf_header no_header = {0};
	size_t length = strlen(text), added;
	const char *steps;
	char seed[8] = "";

	if (cgf_plan_write(alone, sizeof(alone), plan, &no_header, words) < 0)
		return -ENOSPC;
	steps = plan->step_count > 0 ? find_steps(alone) : "";
	if (plan->seed != 0)
		snprintf(seed, sizeof(seed), " %u", plan->seed);
	added = (size_t)snprintf(text + length, size - length, "%s%s\n%s", word, seed, steps);
	return added < size - length ? (int)(length + added) : -ENOSPC;
}
