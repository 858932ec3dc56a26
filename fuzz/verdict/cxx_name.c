/*
 * cxx_name.c: the name in a C++ declaration as compilers, linkers and demanglers print it.
 */
#include "report.h"

#include <ctype.h>
#include <string.h>

static struct cgf_span from(struct cgf_span span, size_t start)
{
	return (struct cgf_span){span.start + start, span.size - start};
}

/* The size of the first of the texts that stands at this place, or 0. */
static size_t one_of(struct cgf_span symbol, size_t at, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (cgf_span_starts(from(symbol, at), texts[i]))
			return strlen(texts[i]);
	return 0;
}

#define ONE_OF(symbol, at, texts) one_of(symbol, at, texts, sizeof(texts) / sizeof((texts)[0]))

static bool is_in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* "operator()(int)": the first bracket is a part of the name. */
static size_t operators_size(struct cgf_span symbol, size_t at)
{
	static const char *const operators[] = {"operator()", "operator<<", "operator<=", "operator<",
	                                        "operator->", "operator>>", "operator>",  "operator"};
	size_t size = ONE_OF(symbol, at, operators);
	bool inside = at > 0 && is_in_word(symbol.start[at - 1]);

	if (size == strlen("operator") && at + size < symbol.size && is_in_word(symbol.start[at + size]))
		inside = true;
	return inside ? 0 : size;
}

/* A function without a name, which compilers number: it is told as the one around it. */
static size_t unnamed_function_size(struct cgf_span symbol, size_t at)
{
	static const char *const marks[] = {"{lambda", "{unnamed", "'lambda", "'unnamed", "$_"};

	return ONE_OF(symbol, at, marks);
}

/* The end of the bracket that opens at `at`, or the symbol's. */
static size_t bracket_end(struct cgf_span symbol, size_t at)
{
	size_t depth = 0;

	for (; at < symbol.size; at++) {
		depth += symbol.start[at] == '(';
		if (symbol.start[at] == ')' && --depth == 0)
			return at + 1;
	}
	return symbol.size;
}

/* Where a name goes on behind `at` without a look at what stands there, or `at`. */
static size_t skip_group(struct cgf_span symbol, size_t at, bool *is_operator)
{
	static const char *const unnamed[] = {"(anonymous namespace)", "(anonymous class)"};
	size_t size = operators_size(symbol, at);

	*is_operator = *is_operator || size > 0;
	if (size == 0)
		size = ONE_OF(symbol, at, unnamed);
	if (size == 0 && cgf_span_starts(from(symbol, at), "decltype"))
		return bracket_end(symbol, at);
	return at + size;
}

struct cgf_span cgf_cxx_plain(struct cgf_span symbol)
{
	size_t start = 0, i = 0, depth = 0;
	bool is_operator = false;

	while (i < symbol.size) {
		size_t behind = skip_group(symbol, i, &is_operator);
		char c = symbol.start[i];

		if (behind > i) {
			i = behind;
			continue;
		}
		if (depth == 0 && (strchr("(@,", c) || (i > start && unnamed_function_size(symbol, i) > 0)))
			break;
		i++;
		if (c == ' ' && depth == 0 && !is_operator)
			start = i;
		depth += c == '<';
		depth -= c == '>' && depth > 0;
	}
	/* "read::{lambda(int)#1}::operator()" is told as read. */
	while (i > start && i < symbol.size && symbol.start[i - 1] == ':')
		i--;
	symbol.size = i;
	return from(symbol, start);
}

void cgf_cxx_name(char *out, size_t size, struct cgf_span symbol)
{
	struct cgf_span plain = cgf_cxx_plain(symbol);

	cgf_span_copy_word(out, size, plain.size > 0 ? plain : symbol);
}
