/*
 * functions.c: see functions.h.
 */
#include "functions.h"

#include "elf_symbols.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

const char *const cgf_own_forms[CGF_OWN_FORMS] = {"c", "c2", "m", "cb"};

enum { HASHES_MAX = CGF_OWN_PACKAGES_MAX, HASH_BYTES_MAX = 32, SYMBOL_BYTES_MAX = 1024 };

/* What one walk over the symbols needs. */
struct search {
	const struct cgf_own_packages *packages;
	struct cgf_own_functions *functions;
	size_t hash_count;
	char hashes[HASHES_MAX][HASH_BYTES_MAX];
	bool full;
};

/* An import path as the Go linker writes it in symbols: cmd/internal/objabi, PathToPrefix. False: too long.
 */
static bool escape_path(char *out, size_t size, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t length = 0;

	for (const unsigned char *at = (const unsigned char *)path; *at; at++) {
		bool escaped = *at <= ' ' || *at == '%' || *at == '"' || *at >= 0x7f ||
		               (*at == '.' && (const char *)at > (slash ? slash : path - 1));

		length += (size_t)snprintf(out + length, size - length, escaped ? "%%%02x" : "%c", *at);
		if (length >= size)
			return false;
	}
	return true;
}

/* "_cgo_HASH_", perhaps with more behind. The length of HASH, or 0. */
static size_t hash_length(const char *symbol)
{
	size_t length;

	if (strncmp(symbol, "_cgo_", 5) != 0)
		return 0;
	length = strspn(symbol + 5, "0123456789abcdef");
	return length < HASH_BYTES_MAX && symbol[5 + length] == '_' ? length : 0;
}

static bool has_hash(const struct search *search, const char *hash, size_t length)
{
	for (size_t i = 0; i < search->hash_count; i++)
		if (strncmp(search->hashes[i], hash, length) == 0 && search->hashes[i][length] == '\0')
			return true;
	return false;
}

/* "PACKAGE._cgo_HASH_Cfunc_NAME" is the Go variable that holds such a function's address. */
static void note_hash(const char *symbol, void *data)
{
	struct search *search = data;
	const char *dot = strstr(symbol, "._cgo_");
	size_t length = dot ? hash_length(dot + 1) : 0;
	char path[SYMBOL_BYTES_MAX];

	if (length == 0 || search->hash_count == HASHES_MAX || has_hash(search, dot + 6, length))
		return;
	for (size_t i = 0; i < search->packages->opened_count; i++)
		if (escape_path(path, sizeof(path), search->packages->opened[i]) &&
		    strlen(path) == (size_t)(dot - symbol) && strncmp(path, symbol, strlen(path)) == 0) {
			snprintf(search->hashes[search->hash_count++], HASH_BYTES_MAX, "%.*s", (int)length,
			         dot + 6);
			return;
		}
}

int cgf_own_functions_note(struct cgf_own_functions *out, const char *name, enum cgf_own_form form)
{
	struct cgf_own_function function = {.form = form};

	snprintf(function.name, sizeof(function.name), "%s", name);
	for (size_t i = 0; i < out->count; i++)
		if (out->functions[i].form == form && strcmp(out->functions[i].name, function.name) == 0)
			return 0;
	if (out->count == CGF_OWN_FUNCTIONS_MAX)
		return -E2BIG;
	out->functions[out->count++] = function;
	return 0;
}

static void note_function(const char *symbol, void *data)
{
	static const struct {
		const char *word;
		enum cgf_own_form form;
	} kinds[] = {
	        {"Cfunc_", CGF_OWN_FORM_C}, {"C2func_", CGF_OWN_FORM_C2}, {"Cmacro_", CGF_OWN_FORM_MACRO}};
	struct search *search = data;
	size_t length = hash_length(symbol);
	const char *rest = symbol + 6 + length;

	/* clang calls what is static in a function FUNCTION.NAME. */
	if (length == 0 || strchr(symbol, '.') || !has_hash(search, symbol + 5, length))
		return;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strncmp(rest, kinds[i].word, strlen(kinds[i].word)) == 0)
			search->full |=
			        cgf_own_functions_note(search->functions, rest + strlen(kinds[i].word),
			                               kinds[i].form) != 0;
}

int cgf_own_functions_add(struct cgf_own_functions *out, const struct cgf_own_packages *packages,
                          const char *path)
{
	static struct search search;
	struct cgf_elf elf;
	int error = cgf_elf_open(&elf, path);

	search = (struct search){.packages = packages, .functions = out};
	if (error == 0)
		error = cgf_elf_symbols(&elf, note_hash, &search);
	if (error == 0)
		error = cgf_elf_symbols(&elf, note_function, &search);
	cgf_elf_close(&elf);
	return error != 0 ? error : search.full ? -E2BIG : 0;
}
