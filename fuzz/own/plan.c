/*
 * plan.c: see plan.h.
 */
#include "plan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char first_words[] = "cgofault plan 1";
static const char *const states[] = {[CGF_OWN_KNOWN] = "known", [CGF_OWN_FIXED] = "fixed"};

/* One line, without blanks at its ends. */
struct line {
	const char *start;
	size_t size;
};

/* Takes the next line that is not empty off the text. */
static bool next_of_all(struct line *out, const char **text)
{
	while (**text) {
		const char *start = *text + strspn(*text, " \t"), *end = *text + strcspn(*text, "\n");

		*text = end + (*end == '\n');
		while (end > start && strchr(" \t\r", end[-1]))
			end--;
		if (start >= end)
			continue;
		*out = (struct line){start, (size_t)(end - start)};
		return true;
	}
	return false;
}

/* The next one that is no comment either. */
static bool next_line(struct line *out, const char **text)
{
	while (next_of_all(out, text))
		if (*out->start != '#')
			return true;
	return false;
}

static bool is_line(struct line line, const char *text)
{
	return strlen(text) == line.size && strncmp(line.start, text, line.size) == 0;
}

/* "KEY: VALUE": the value. */
static bool take_key(struct line *value, struct line line, const char *key)
{
	size_t length = strlen(key);

	if (line.size <= length || strncmp(line.start, key, length) != 0 || line.start[length] != ':')
		return false;
	*value = (struct line){line.start + length + 1, line.size - length - 1};
	while (value->size > 0 && strchr(" \t", *value->start))
		value->start++, value->size--;
	return true;
}

bool cgf_own_plan_is(const char *text)
{
	struct line line, value;

	if (!next_line(&line, &text) || !is_line(line, first_words))
		return false;
	while (next_line(&line, &text)) {
		if (take_key(&value, line, "package"))
			return true;
		if (!memchr(line.start, ':', line.size))
			return false;
	}
	return false;
}

static bool read_state(enum cgf_own_state *out, struct line value)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (is_line(value, states[i])) {
			*out = (enum cgf_own_state)i;
			return true;
		}
	return false;
}

static bool read_sanitizer(enum cgf_own_sanitizer *out, struct line value)
{
	char word[16];

	snprintf(word, sizeof(word), "%.*s", (int)value.size, value.start);
	return cgf_own_sanitizer_read(out, word);
}

/* A line of the header. False: no such key, or a value that cannot be. */
static bool read_key(struct cgf_own_plan *out, struct line line)
{
	const struct {
		const char *key;
		char *to;
	} words[] = {{"package", out->package},
	             {"test", out->test},
	             {"verdict", out->verdict},
	             {"tags", out->tags},
	             {"with", out->with}};
	struct line value;

	if (take_key(&value, line, "state"))
		return read_state(&out->state, value);
	if (take_key(&value, line, "build"))
		return read_sanitizer(&out->sanitizer, value);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (take_key(&value, line, words[i].key)) {
			snprintf(words[i].to, CGF_OWN_WORD_BYTES_MAX, "%.*s", (int)value.size, value.start);
			return value.size > 0 && value.size < CGF_OWN_WORD_BYTES_MAX;
		}
	return false;
}

/* Faults, with blanks between. */
static bool read_faults(struct cgf_own_plan *out, struct line line)
{
	const char *at = line.start, *end = line.start + line.size;

	while (at < end) {
		size_t size = strcspn(at, " \t\r\n");
		char word[CGF_OWN_FAULT_BYTES_MAX];

		if (size >= sizeof(word) || out->fault_count == CGF_OWN_PLAN_FAULTS_MAX)
			return false;
		snprintf(word, sizeof(word), "%.*s", (int)size, at);
		if (!cgf_own_fault_read(&out->faults[out->fault_count++], word))
			return false;
		at += size;
		at += at < end ? strspn(at, " \t") : 0;
	}
	return true;
}

void cgf_own_plan_comment(struct cgf_own_plan *plan, const char *line)
{
	size_t length = strlen(plan->comment), size = strlen(line);

	for (const char *at = plan->comment; *at; at += strcspn(at, "\n") + 1)
		if (strncmp(at, line, size) == 0 && at[size] == '\n')
			return;
	if (length + size + 2 <= sizeof(plan->comment))
		sprintf(plan->comment + length, "%s\n", line);
}

static void read_comment(struct cgf_own_plan *out, const char *text)
{
	struct line line;

	while (next_of_all(&line, &text)) {
		char words[CGF_OWN_COMMENT_BYTES_MAX];

		if (*line.start != '#' || line.size == 1)
			continue;
		snprintf(words, sizeof(words), "%.*s", (int)line.size - 1, line.start + 1);
		cgf_own_plan_comment(out, words + (words[0] == ' '));
	}
}

int cgf_own_plan_read(struct cgf_own_plan *out, const char *text, char *why, size_t why_size)
{
	const char *all = text;
	struct line line;

	*out = (struct cgf_own_plan){.state = CGF_OWN_KNOWN};
	if (!next_line(&line, &text) || !is_line(line, first_words)) {
		snprintf(why, why_size, "a plan begins with \"%s\"", first_words);
		return -EINVAL;
	}
	while (next_line(&line, &text))
		if (!(memchr(line.start, '@', line.size) && !memchr(line.start, ':', line.size)
		              ? read_faults(out, line)
		              : read_key(out, line))) {
			snprintf(why, why_size, "cannot read \"%.*s\"", (int)line.size, line.start);
			return -EINVAL;
		}
	read_comment(out, all);
	if (*out->package && *out->test)
		return 0;
	snprintf(why, why_size, "the header names no %s", *out->package ? "test" : "package");
	return -EINVAL;
}

static void print_comment(FILE *to, const char *comment)
{
	for (; *comment; comment += strcspn(comment, "\n"), comment += *comment == '\n')
		fprintf(to, "# %.*s\n", (int)strcspn(comment, "\n"), comment);
}

int cgf_own_plan_write(char *out, size_t size, const struct cgf_own_plan *plan)
{
	FILE *to = fmemopen(out, size, "w");
	long length;

	if (!to)
		return -ENOSPC;
	fprintf(to, "%s\npackage: %s\ntest: %s\n", first_words, plan->package, plan->test);
	if (*plan->tags)
		fprintf(to, "tags: %s\n", plan->tags);
	if (*plan->with)
		fprintf(to, "with: %s\n", plan->with);
	if (plan->sanitizer != CGF_OWN_ASAN)
		fprintf(to, "build: %s\n", cgf_own_sanitizers[plan->sanitizer]);
	if (*plan->verdict)
		fprintf(to, "verdict: %s\n", plan->verdict);
	fprintf(to, "state: %s\n\n", states[plan->state]);
	print_comment(to, plan->comment);
	for (size_t i = 0; i < plan->fault_count; i++) {
		char fault[CGF_OWN_FAULT_BYTES_MAX];

		cgf_own_fault_write(fault, sizeof(fault), &plan->faults[i]);
		fprintf(to, "%s\n", fault);
	}
	length = ftell(to);
	return fclose(to) == 0 && length >= 0 && (size_t)length < size - 1 ? (int)length : -ENOSPC;
}
