/*
 * symbols.c: see symbols.h.
 */
#include "symbols.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* How the lines begin, and what follows the hash. */
static const struct {
	const char *line, *behind_hash, *form;
} kinds[] = {
        {"//go:cgo_import_static _cgo_", "_Cfunc_", "c"},
        {"//go:cgo_import_static _cgo_", "_C2func_", "c2"},
        {"//go:cgo_import_static _cgo_", "_Cmacro_", "m"},
        {"//go:cgo_export_static _cgoexp_", "_", "cb"},
};

enum { KIND_COUNT = sizeof(kinds) / sizeof(kinds[0]), HEX_DIGITS_MAX = CGF_OWN_HASH_BYTES_MAX - 1 };

static bool read_line(struct cgf_own_symbol *symbol, char *hash, const char *line, const char *end)
{
	for (size_t i = 0; i < KIND_COUNT; i++) {
		size_t length = strlen(kinds[i].line), behind = strlen(kinds[i].behind_hash);
		if ((size_t)(end - line) < length || memcmp(line, kinds[i].line, length) != 0)
			continue;
		const char *from = line + length;
		size_t digits = strspn(from, "0123456789abcdef");
		if (digits == 0 || digits > HEX_DIGITS_MAX || (size_t)(end - from) <= digits + behind ||
		    memcmp(from + digits, kinds[i].behind_hash, behind) != 0)
			continue;
		*(char *)mempcpy(hash, from, digits) = '\0';
		symbol->text = memchr(line, ' ', length) + 1;
		symbol->length = end - symbol->text;
		symbol->name = from + digits + behind;
		symbol->name_length = end - symbol->name;
		symbol->form = kinds[i].form;
		symbol->opened = false;
		return true;
	}
	return false;
}

static int in_order(const void *a, const void *b)
{
	const struct cgf_own_symbol *one = a, *other = b;
	size_t common = one->length < other->length ? one->length : other->length;
	int order = memcmp(one->text, other->text, common);
	return order ? order : (one->length > other->length) - (one->length < other->length);
}

int cgf_own_symbols_read(struct cgf_own_symbols *symbols, const char *go_text)
{
	*symbols =
	        (struct cgf_own_symbols){.symbols = calloc(CGF_OWN_SYMBOLS_MAX, sizeof(*symbols->symbols))};
	if (!symbols->symbols)
		return -ENOMEM;
	for (const char *line = go_text; *line;) {
		const char *end = strchrnul(line, '\n');
		if (symbols->count == CGF_OWN_SYMBOLS_MAX)
			return -E2BIG;
		symbols->count += read_line(&symbols->symbols[symbols->count], symbols->hash, line, end);
		line = *end ? end + 1 : end;
	}
	qsort(symbols->symbols, symbols->count, sizeof(*symbols->symbols), in_order);
	return 0;
}

struct cgf_own_symbol *cgf_own_symbol_find(struct cgf_own_symbols *symbols, const char *text, size_t length)
{
	struct cgf_own_symbol wanted = {.text = text, .length = length};
	return bsearch(&wanted, symbols->symbols, symbols->count, sizeof(wanted), in_order);
}

void cgf_own_symbols_free(struct cgf_own_symbols *symbols)
{
	free(symbols->symbols);
	*symbols = (struct cgf_own_symbols){0};
}
