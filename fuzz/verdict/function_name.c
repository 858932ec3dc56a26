/*
 * function_name.c: symbols as reports print them, made into names that stay the same from one build to the
 * next.
 */
#include "report.h"

#include <string.h>

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

void cgf_function_name(char *out, size_t size, struct cgf_span symbol)
{
	const char *slash;
	char *cut;

	if (cgf_function_behind_cgo(out, size, symbol))
		return;
	symbol = cgf_span_until(symbol, "[");
	slash = memrchr(symbol.start, '/', symbol.size);
	if (slash) {
		symbol.size -= (size_t)(slash + 1 - symbol.start);
		symbol.start = slash + 1;
	}
	/* The linker's --wrap puts this in front of the function that the shim answers for. */
	cgf_span_skip(&symbol, "__wrap_");
	cgf_span_copy(out, size, symbol);
	cut = strchr(out, '-'); /* "-fm" of a method value, "-range1" of a loop body */
	if (cut)
		*cut = '\0';
	while ((cut = strrchr(out, '.')) && is_compilers_part(cut + 1))
		*cut = '\0';
}
