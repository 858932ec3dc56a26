/*
 * function_name.c: symbols as reports print them, made into names that stay the same from one build to the
 * next.
 */
#include "report.h"

#include <ctype.h>
#include <string.h>

enum { SYMBOL_BYTES_MAX = 2048 };

/* Is the last part of a dotted name one that a compiler made: a closure, a wrapper or a clone, with its
 * number? */
static bool is_compilers_part(const char *part)
{
	static const char *const words[] = {
	        "", "func", "gowrap", "deferwrap", "abi", "part", "constprop", "isra", "cold", "llvm",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t size = strlen(words[i]);

		if (strncmp(part, words[i], size) == 0 &&
		    part[size + strspn(part + size, "0123456789")] == '\0')
			return true;
	}
	return false;
}

bool cgf_function_behind_cgo(char *out, size_t size, struct cgf_span symbol)
{
	static const char *const marks[] = {"_Cfunc_", "_C2func_"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		const char *mark = memmem(symbol.start, symbol.size, marks[i], strlen(marks[i]));

		if (!mark)
			continue;
		symbol.size -= (size_t)(mark - symbol.start);
		symbol.start = mark;
		cgf_span_skip(&symbol, marks[i]);
		cgf_span_copy(out, size, symbol);
		/* cgo has its own malloc, under two names. */
		if (strcmp(out, "_CMalloc") == 0 || strcmp(out, "_Cmalloc") == 0)
			strcpy(out, "malloc");
		return true;
	}
	return false;
}

/* Leaves out what stands in square brackets: type arguments of Go, marks of C++ compilers. "operator[]" keeps
 * its own. */
static struct cgf_span without_brackets(char *buffer, size_t size, struct cgf_span symbol)
{
	size_t length = 0, depth = 0;

	for (size_t i = 0; i < symbol.size && length < size; i++) {
		char c = symbol.start[i];
		bool empty = c == '[' && i + 1 < symbol.size && symbol.start[i + 1] == ']';

		if (empty && depth == 0 && length + 2 <= size) {
			buffer[length++] = '[';
			buffer[length++] = ']';
			i++;
			continue;
		}
		depth += c == '[';
		if (depth == 0)
			buffer[length++] = c;
		depth -= c == ']' && depth > 0;
	}
	while (length > 0 && buffer[length - 1] == ' ')
		length--;
	return (struct cgf_span){buffer, length};
}

/* A bracket of C++ stands behind a name; one of Go behind a dot: "gpgme.(*Data).Read". */
static bool is_cxx(struct cgf_span symbol)
{
	const char *bracket = memchr(symbol.start, '(', symbol.size);

	return cgf_span_contains(symbol, "::") ||
	       (bracket && (bracket == symbol.start || bracket[-1] != '.'));
}

/* In a package's path a dot of its last part is written "%2e". */
static void unescape_dots(char *name)
{
	char *to = name;

	for (; *name; name++) {
		bool escaped = strncmp(name, "%2e", 3) == 0;

		*to++ = escaped ? '.' : *name;
		name += escaped ? 2 : 0;
	}
	*to = '\0';
}

/* "-fm" of a method value, "-range1" of a loop body: no other dash behind a package's name is a compiler's.
 */
static void cut_compilers_suffix(char *name)
{
	char *dash = strrchr(name, '-');

	if (!dash)
		return;
	if (strcmp(dash, "-fm") == 0 ||
	    (strncmp(dash, "-range", 6) == 0 && dash[6 + strspn(dash + 6, "0123456789")] == '\0'))
		*dash = '\0';
}

static void cut_compilers_parts(char *name)
{
	char *dot;

	for (;;) {
		cut_compilers_suffix(name);
		dot = strrchr(name, '.');
		if (!dot || dot == name || !is_compilers_part(dot + 1))
			return;
		*dot = '\0';
	}
}

void cgf_function_name(char *out, size_t size, struct cgf_span symbol)
{
	char buffer[SYMBOL_BYTES_MAX];
	const char *slash;

	if (cgf_function_behind_cgo(out, size, symbol))
		return;
	symbol = without_brackets(buffer, sizeof(buffer), symbol);
	if (is_cxx(symbol)) {
		cgf_cxx_name(out, size, symbol);
		return;
	}
	slash = memrchr(symbol.start, '/', symbol.size);
	if (slash) {
		symbol.size -= (size_t)(slash + 1 - symbol.start);
		symbol.start = slash + 1;
	}
	/* The linker's --wrap puts this in front of the function that the shim answers for. */
	cgf_span_skip(&symbol, "__wrap_");
	cgf_span_copy_word(out, size, symbol);
	unescape_dots(out);
	cut_compilers_parts(out);
}
