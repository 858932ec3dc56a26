/*
 * opening.c: see opening.h. Each addition stands on the anchor's own line: line numbers stay what they were.
 */
#include "opening.h"

#include <stdio.h>
#include <string.h>

static const char first_anchor[] = "\t_cgo_tsan_acquire();", last_anchor[] = "\t_cgo_tsan_release();";

/* What a function's text tells. */
struct shape {
	const char *block; /* the variable that points to the argument block, or NULL */
	size_t block_length;
	unsigned arguments;
	unsigned first_anchors, last_anchors, errors;
	bool in_order;
	bool has_result; /* in the variable _cgo_r */
};

/* "\t} __attribute__((...)) *_cgo_a = v;" */
static void read_block(struct shape *shape, struct cgf_own_line line)
{
	static const char end[] = " = v;";
	if (!cgf_own_line_ends_with(line, end) || line.length < 2 || line.from[1] != '}')
		return;
	const char *star = memrchr(line.from, '*', line.length);
	if (!star)
		return;
	shape->block = star + 1;
	shape->block_length = line.from + line.length - strlen(end) - shape->block;
}

static struct shape read_shape(struct cgf_own_lines function)
{
	struct shape shape = {.in_order = true};
	struct cgf_own_line line;
	char next[32];

	while (cgf_own_lines_next(&line, &function)) {
		snprintf(next, sizeof(next), " p%u;", shape.arguments);
		if (!shape.block && cgf_own_line_ends_with(line, next))
			shape.arguments++;
		read_block(&shape, line);
		shape.first_anchors += cgf_own_line_is(line, first_anchor);
		if (cgf_own_line_is(line, "\t_cgo_errno = errno;"))
			shape.errors++;
		shape.has_result =
		        shape.has_result || cgf_own_line_is(line, "\t__typeof__(_cgo_a->r) _cgo_r;");
		if (cgf_own_line_is(line, last_anchor)) {
			shape.in_order = shape.in_order && shape.first_anchors > 0;
			shape.last_anchors++;
		}
	}
	return shape;
}

static const char *wrong_shape(const struct shape *shape, bool takes_error)
{
	if (shape->first_anchors != 1)
		return "its text has not one _cgo_tsan_acquire before the call";
	if (shape->last_anchors != 1 || !shape->in_order)
		return "its text has not one _cgo_tsan_release behind the call";
	if (shape->errors != takes_error)
		return "its text takes errno in another way";
	return NULL;
}

/* C.malloc, C.CString and C.CBytes share one C function, and call it by one more of Go's: see go_text.c. */
static unsigned go_frames(const struct cgf_own_symbol *symbol)
{
	return symbol->name_length == strlen("_Cmalloc") &&
	                       memcmp(symbol->name, "_Cmalloc", symbol->name_length) == 0
	               ? 2
	               : 1;
}

/* Where each argument ends in the block. */
static void add_argument_bytes(struct cgf_own_text *out, const struct shape *shape)
{
	int length = (int)shape->block_length;
	cgf_own_text_print(out, " static const unsigned cgf_own_bytes[] = {");
	for (unsigned i = 0; i < shape->arguments; i++)
		cgf_own_text_print(out, "__builtin_offsetof(__typeof__(*%.*s), p%u) + sizeof(%.*s->p%u), ",
		                   length, shape->block, i, length, shape->block, i);
	cgf_own_text_print(out, "};");
}

/* A block with a site, and the call of ours that begins the call. */
static void add_site(struct cgf_own_text *out, const struct shape *shape, const struct cgf_own_symbol *symbol,
                     const char *hash)
{
	bool known = shape->block && shape->arguments > 0;
	cgf_own_text_print(out, " {");
	if (known)
		add_argument_bytes(out, shape);
	cgf_own_text_print(out,
	                   " static struct cgf_own_site cgf_own_here = {\"%.*s\", \"%s\", cgf_own_go_%s, %s, "
	                   "%u, %u, 0};",
	                   (int)symbol->name_length, symbol->name, symbol->form, hash,
	                   known ? "cgf_own_bytes" : "0", known ? shape->arguments : 0, go_frames(symbol));
	cgf_own_text_print(out,
	                   " CGF_OWN_KEEP(cgf_own_here); cgf_own_enter(&cgf_own_here, %.*s, "
	                   "__builtin_frame_address(0)); }",
	                   known ? (int)shape->block_length : 1, known ? shape->block : "0");
}

const char *cgf_own_open_inside(struct cgf_own_text *out, struct cgf_own_lines function,
                                const struct cgf_own_symbol *symbol, const char *hash)
{
	bool takes_error = strcmp(symbol->form, "c2") == 0;
	struct shape shape = read_shape(function);
	const char *why = wrong_shape(&shape, takes_error);
	struct cgf_own_line line;

	if (why)
		return why;
	while (cgf_own_lines_next(&line, &function)) {
		if (cgf_own_line_is(line, last_anchor))
			cgf_own_text_print(out, "\tcgf_own_leave(%s, %s, __builtin_frame_address(0));",
			                   takes_error ? "&_cgo_errno" : "0",
			                   takes_error && shape.has_result ? "CGF_OWN_TOLD(_cgo_r)"
			                                                   : "CGF_OWN_TOLD_NOTHING");
		cgf_own_text_add(out, line.from, line.length);
		if (cgf_own_line_is(line, first_anchor))
			add_site(out, &shape, symbol, hash);
		cgf_own_text_add(out, "\n", 1);
	}
	return NULL;
}

void cgf_own_open_outside(struct cgf_own_text *out, struct cgf_own_lines function,
                          const struct cgf_own_symbol *symbol, const char *hash)
{
	bool takes_error = strcmp(symbol->form, "c2") == 0;
	int length = (int)symbol->length;
	const char *type = takes_error ? "int" : "void";

	/* Between the function's type and its name there may be a line for the preprocessor. */
	cgf_own_text_print(out, "\n#define %.*s cgf_own_real%.*s\n", length, symbol->text, length,
	                   symbol->text);
	cgf_own_text_add(out, function.at, function.end - function.at);
	cgf_own_text_print(out, "#undef %.*s\nCGO_NO_SANITIZE_THREAD\n%s\n%.*s(void *v)\n{\n\t", length,
	                   symbol->text, type, length, symbol->text);
	if (takes_error)
		cgf_own_text_print(out, "int cgf_own_error;\n\t");
	add_site(out, &(struct shape){0}, symbol, hash);
	cgf_own_text_print(out,
	                   "\n\t%scgf_own_real%.*s(v);\n\tcgf_own_leave(%s, CGF_OWN_TOLD_NOTHING, "
	                   "__builtin_frame_address(0));\n%s}\n",
	                   takes_error ? "cgf_own_error = " : "", length, symbol->text,
	                   takes_error ? "&cgf_own_error" : "0",
	                   takes_error ? "\treturn cgf_own_error;\n" : "");
}

bool cgf_own_open_callback(struct cgf_own_text *out, struct cgf_own_lines *rest, struct cgf_own_line call,
                           const struct cgf_own_symbol *symbol, const char *hash)
{
	struct cgf_own_lines left = *rest;
	struct cgf_own_line next;
	bool opened = cgf_own_lines_next(&next, &left) && cgf_own_line_is(next, first_anchor);

	if (opened)
		add_site(out, &(struct shape){0}, symbol, hash);
	cgf_own_text_add(out, call.from, call.length);
	if (opened)
		cgf_own_text_print(out,
		                   " cgf_own_leave(0, CGF_OWN_TOLD_NOTHING, __builtin_frame_address(0));");
	cgf_own_text_add(out, "\n", 1);
	return opened;
}
