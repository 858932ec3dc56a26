/*
 * edit.c: see edit.h.
 */
#include "edit.h"

#include "inserted.h"
#include "lines.h"
#include "opening.h"

#include <string.h>

/* The symbol of a generated function whose head is this line: "_cgo_HASH_Cfunc_NAME(void *v)", perhaps with
 * "void " before it and " {" behind. */
static struct cgf_own_symbol *head(struct cgf_own_symbols *symbols, struct cgf_own_line line)
{
	static const char parameter[] = "(void *v)";
	const char *open = memmem(line.from, line.length, parameter, strlen(parameter)), *from;
	if (!open)
		return NULL;
	for (from = open; from > line.from && from[-1] != ' ' && from[-1] != '\t';)
		from--;
	return cgf_own_symbol_find(symbols, from, open - from);
}

static void edit_call(struct cgf_own_text *out, struct cgf_own_lines body, struct cgf_own_symbol *symbol,
                      const struct cgf_own_editing *editing)
{
	const char *why = cgf_own_open_inside(out, body, symbol, editing->symbols->hash);
	symbol->opened = true;
	if (!why)
		return;
	editing->refused(editing->data, symbol, why);
	cgf_own_open_outside(out, body, symbol, editing->symbols->hash);
}

/* A line "\tcrosscall2(_cgoexp_HASH_NAME, ...": the symbol, or NULL. */
static struct cgf_own_symbol *call_of_go(struct cgf_own_symbols *symbols, struct cgf_own_line line)
{
	static const char call[] = "\tcrosscall2(";
	const char *from = line.from + strlen(call), *comma;
	if (line.length < strlen(call) || memcmp(line.from, call, strlen(call)) != 0)
		return NULL;
	comma = memchr(from, ',', line.length - strlen(call));
	return comma ? cgf_own_symbol_find(symbols, from, comma - from) : NULL;
}

static bool is_wanted(const struct cgf_own_symbol *symbol)
{
	return symbol && !symbol->opened && symbol->name_length <= CGF_OWN_NAME_BYTES_MAX;
}

void cgf_own_edit(struct cgf_own_text *out, const char *in, const struct cgf_own_editing *editing)
{
	struct cgf_own_lines rest = cgf_own_lines_of(in);
	struct cgf_own_line before = {0}, line;

	cgf_own_text_print(out, "#line 1 \"cgofault-site\"\n%s", cgf_own_inserted_c);
	cgf_own_text_print(out, "extern void cgf_own_go_%s(void *);\n", editing->symbols->hash);
	cgf_own_text_print(out, "#line 1 \"cgo-generated\"\n");
	while (cgf_own_lines_next(&line, &rest)) {
		struct cgf_own_symbol *symbol = head(editing->symbols, line);
		struct cgf_own_lines body;
		if (is_wanted(symbol) && cgf_own_lines_body(&body, &rest, line)) {
			edit_call(out, body, symbol, editing);
			before = (struct cgf_own_line){0};
			continue;
		}
		symbol = call_of_go(editing->symbols, line);
		if (is_wanted(symbol) && cgf_own_line_is(before, "\t_cgo_tsan_release();")) {
			/* What follows the call is looked at by whoever opens it. */
			symbol->opened =
			        cgf_own_open_callback(out, &rest, line, symbol, editing->symbols->hash);
		} else {
			cgf_own_text_add(out, line.from, line.length);
			cgf_own_text_add(out, "\n", 1);
		}
		before = line;
	}
}
