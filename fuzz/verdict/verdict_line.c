/*
 * verdict_line.c: the one line in which a verdict is told, written and read back.
 */
#include "report.h"
#include "verdict.h"

#include <stdio.h>
#include <string.h>

/* The value of `key` ("class=") among words with spaces between. */
static void copy_value(char *out, size_t size, struct cgf_span words, const char *key)
{
	while (words.size > 0) {
		struct cgf_span word = cgf_span_until(words, " ");

		words.start += word.size + (word.size < words.size);
		words.size -= word.size + (word.size < words.size);
		if (cgf_span_skip(&word, key)) {
			cgf_span_copy(out, size, word);
			return;
		}
	}
}

void cgf_verdict_read_run(struct cgf_verdict *out, struct cgf_span words)
{
	copy_value(out->plan, sizeof(out->plan), words, "plan=");
	copy_value(out->trace, sizeof(out->trace), words, "trace=");
	copy_value(out->class_name, sizeof(out->class_name), words, "class=");
	copy_value(out->variant, sizeof(out->variant), words, "variant=");
	copy_value(out->build, sizeof(out->build), words, "build=");
}

/* Everything in "NAME at=F want=A got=B class=..." that is neither the name nor a word of every run. */
void cgf_verdict_read_finding(struct cgf_verdict *out, struct cgf_span words)
{
	static const char *const of_every_run[] = {
	        "at=", "class=", "variant=", "build=", "plan=", "trace=", "call="};
	struct cgf_span word = cgf_span_until(words, " ");
	size_t length = 0;

	cgf_span_copy(out->name, sizeof(out->name), word);
	copy_value(out->at, sizeof(out->at), words, "at=");
	copy_value(out->call, sizeof(out->call), words, "call=");
	out->keys[0] = '\0';
	while (word.size < words.size) {
		bool known = false;

		words.start += word.size + 1;
		words.size -= word.size + 1;
		word = cgf_span_until(words, " ");
		for (size_t i = 0; i < sizeof(of_every_run) / sizeof(of_every_run[0]); i++)
			known = known || cgf_span_starts(word, of_every_run[i]);
		if (known || word.size == 0 || length + word.size + 2 > sizeof(out->keys))
			continue;
		if (length > 0)
			out->keys[length++] = ' ';
		cgf_span_copy(out->keys + length, sizeof(out->keys) - length, word);
		length += word.size;
	}
}

enum cgf_exit_code cgf_verdict_exit_code(const struct cgf_verdict *verdict)
{
	if (strcmp(verdict->name, "none") == 0)
		return CGF_EXIT_NOTHING;
	if (strcmp(verdict->name, "usage") == 0)
		return CGF_EXIT_USAGE;
	return strncmp(verdict->name, "harness/", 8) == 0 ? CGF_EXIT_HARNESS : CGF_EXIT_FOUND;
}

/* Appends " KEY=VALUE", or " VALUE" without a key, when there is a value and room. */
static void append(char *out, size_t size, const char *key, const char *value)
{
	size_t length = strlen(out);

	if (value[0] != '\0')
		snprintf(out + length, size - length, " %s%s", key, value);
}

void cgf_verdict_write(char *out, size_t size, const struct cgf_verdict *verdict)
{
	snprintf(out, size, "cgofault: verdict=%s", verdict->name);
	append(out, size, "at=", verdict->at);
	append(out, size, "", verdict->keys);
	append(out, size, "class=", verdict->class_name);
	append(out, size, "variant=", verdict->variant);
	append(out, size, "build=", verdict->build);
	append(out, size, "plan=", verdict->plan);
	append(out, size, "trace=", verdict->trace);
}

bool cgf_verdict_read(struct cgf_verdict *out, const char *line)
{
	struct cgf_span words = {line, strcspn(line, "\r\n")};

	memset(out, 0, sizeof(*out));
	if (cgf_span_skip(&words, "cgofault: ") && !cgf_span_skip(&words, "verdict="))
		return false;
	cgf_verdict_read_finding(out, words);
	cgf_verdict_read_run(out, words);
	return strchr(out->name, '/') || strcmp(out->name, "none") == 0 || strcmp(out->name, "usage") == 0;
}

bool cgf_verdict_same(const struct cgf_verdict *a, const struct cgf_verdict *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->at, b->at) == 0 && strcmp(a->keys, b->keys) == 0;
}
