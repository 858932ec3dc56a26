/*
 * plan_lines.c: see plan_lines.h.
 */
#include "plan_lines.h"

#include "files.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 4 + CGF_FAULTS_MAX };

/* Header lines end at the first line that is no "key: value". */
static bool is_step(const char *line)
{
	static const char *const kinds[] = {"call", "resume", "fire", "gc", "then"};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t size = strlen(kinds[i]);

		if (strncmp(line, kinds[i], size) == 0 && strchr(" \t\r\n", line[size]))
			return true; /* strchr finds the NUL at the end of a text too */
	}
	return false;
}

int cgf_plan_lines_read(struct cgf_plan_lines *out, const char *text, char *why, size_t why_size)
{
	memset(out, 0, sizeof(*out));
	if (cgf_header_read(&out->header, text, why, why_size) != 0)
		return -EINVAL;
	for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		line += strspn(line, " \t");
		size_t size = strcspn(line, "\r\n");

		if (strncmp(line, "seed:", strlen("seed:")) == 0)
			out->seed = (unsigned)strtoul(line + strlen("seed:"), NULL, 10);
		if (!is_step(line))
			continue;
		if (out->step_count == CGF_STEP_LINES_MAX || size >= CGF_STEP_LINE_BYTES_MAX) {
			snprintf(why, why_size, "more than %d lines, or a step of more than %d bytes",
			         CGF_STEP_LINES_MAX, CGF_STEP_LINE_BYTES_MAX - 1);
			return -EINVAL;
		}
		snprintf(out->steps[out->step_count++], CGF_STEP_LINE_BYTES_MAX, "%.*s", (int)size, line);
	}
	if (cgf_plan_lines_fit(out))
		return 0;
	snprintf(why, why_size, "more than %d steps in a run", CGF_STEPS_MAX);
	return -EINVAL;
}

/* Appends "KEY: VALUE" when there is a value. */
static void add_header_line(char *out, size_t size, size_t *length, const char *key, const char *value)
{
	if (*value && *length < size)
		*length += (size_t)snprintf(out + *length, size - *length, "%s: %s\n", key, value);
}

int cgf_plan_lines_write(char *out, size_t size, const struct cgf_plan_lines *lines)
{
	size_t length = (size_t)snprintf(out, size, "cgofault plan 1\n");
	char seed[16] = "";

	if (lines->seed != 0)
		snprintf(seed, sizeof(seed), "%u", lines->seed);
	add_header_line(out, size, &length, "class", lines->header.class_name);
	add_header_line(out, size, &length, "variant", lines->header.variant);
	add_header_line(out, size, &length, "build", lines->header.build);
	add_header_line(out, size, &length, "verdict", lines->header.verdict);
	add_header_line(out, size, &length, "seed", seed);
	if (length < size)
		length += (size_t)snprintf(out + length, size - length, "\n");
	for (size_t i = 0; i < lines->step_count && length < size; i++)
		length += (size_t)snprintf(out + length, size - length, "%s\n", lines->steps[i]);
	return length < size ? (int)length : -ENOSPC;
}

void cgf_plan_lines_judge(struct cgf_plan_lines *lines, const struct cgf_verdict *verdict)
{
	struct cgf_header *header = &lines->header;

	cgf_text_make(header->class_name, sizeof(header->class_name), "%s", verdict->class_name);
	cgf_text_make(header->variant, sizeof(header->variant), "%s", verdict->variant);
	cgf_text_make(header->build, sizeof(header->build), "%s", verdict->build);
	cgf_text_make(header->verdict, sizeof(header->verdict), "%s%s%s%s%s", verdict->name,
	              *verdict->at ? " at=" : "", verdict->at, *verdict->keys ? " " : "", verdict->keys);
}

void cgf_plan_lines_drop_steps(struct cgf_plan_lines *lines, size_t first, size_t count)
{
	memmove(lines->steps[first], lines->steps[first + count],
	        (lines->step_count - first - count) * sizeof(lines->steps[0]));
	lines->step_count -= count;
}

static bool is_then(const char *line)
{
	return strncmp(line, "then", 4) == 0 && strchr(" \t", line[4]);
}

size_t cgf_plan_lines_runs(const struct cgf_plan_lines *lines)
{
	size_t count = 1;

	for (size_t i = 0; i < lines->step_count; i++)
		count += is_then(lines->steps[i]);
	return count;
}

bool cgf_plan_lines_fit(const struct cgf_plan_lines *lines)
{
	size_t steps = 0;

	for (size_t i = 0; i < lines->step_count && steps <= CGF_STEPS_MAX; i++)
		steps = is_then(lines->steps[i]) ? 0 : steps + 1;
	return steps <= CGF_STEPS_MAX;
}

/* The first line of a run: behind the run's own `then`. */
static size_t find_run(const struct cgf_plan_lines *lines, size_t run)
{
	size_t line = 0;

	while (run > 0 && line < lines->step_count)
		run -= is_then(lines->steps[line++]);
	return line;
}

/* Each goes with the `then` behind it: what is left begins with a run, whose seed stands in the header. */
void cgf_plan_lines_drop_runs(struct cgf_plan_lines *lines, size_t first, size_t count)
{
	size_t line = find_run(lines, first), end = find_run(lines, first + count);

	if (first == 0)
		lines->seed = (unsigned)strtoul(lines->steps[end - 1] + strlen("then"), NULL, 10);
	else if (end > 0)
		memmove(lines->steps[line - 1], lines->steps[end - 1], sizeof(lines->steps[0]));
	cgf_plan_lines_drop_steps(lines, line, end - line);
}

/* Splits a copy of a step into words. */
static size_t split(char *copy, char **words)
{
	char *rest = NULL;
	size_t count = 0;

	for (char *word = strtok_r(copy, " \t", &rest); word && count < WORDS_MAX;
	     word = strtok_r(NULL, " \t", &rest))
		words[count++] = word;
	return count;
}

/* Which word, and only its "#2"? False: there are fewer details. */
static bool find_detail(size_t *word, bool *pass, char **words, size_t word_count, size_t detail)
{
	size_t seen = 0;

	for (size_t i = 1; i < word_count; i++) {
		bool is_fault = strchr(words[i], '@') != NULL,
		     is_argument =
		             (i == 3 || strcmp(words[0], "then") == 0) && isdigit((unsigned char)*words[i]);

		for (int part = 0; part < 2; part++) {
			if (part == 0 ? !is_fault && !is_argument : !is_fault || !strchr(words[i], '#'))
				continue;
			if (seen++ == detail) {
				*word = i;
				*pass = part == 1;
				return true;
			}
		}
	}
	return false;
}

bool cgf_plan_lines_drop_detail(struct cgf_plan_lines *lines, size_t step, size_t detail)
{
	char copy[CGF_STEP_LINE_BYTES_MAX], *words[WORDS_MAX];
	size_t word, length = 0, word_count = split(strcpy(copy, lines->steps[step]), words);
	bool pass;

	if (!find_detail(&word, &pass, words, word_count, detail))
		return false;
	if (pass)
		*strchr(words[word], '#') = '\0';
	for (size_t i = 0; i < word_count; i++)
		if (i != word || pass)
			length += (size_t)snprintf(lines->steps[step] + length,
			                           CGF_STEP_LINE_BYTES_MAX - length, "%s%s",
			                           length ? " " : "", words[i]);
	return true;
}
