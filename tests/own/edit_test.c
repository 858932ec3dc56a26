/*
 * edit_test.c: what the boundary makes of text like that which cgo generates, and of text that is none.
 */
#include "own/boundary/edit.h"
#include "own/boundary/go_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char go_text[] = "//go:cgo_import_static _cgo_0a1b_Cfunc_add\n"
                              "//go:cgo_import_static _cgo_0a1b_Cfunc_add_more\n"
                              "//go:cgo_import_static _cgo_0a1b_C2func_fails\n"
                              "//go:cgo_import_static _cgo_0a1b_Cmacro_TWICE\n"
                              "//go:cgo_export_static _cgoexp_0a1b_goBack\n"
                              "//go:cgo_import_static stdout\n";

static const char add[] = "CGO_NO_SANITIZE_THREAD\n"
                          "void\n"
                          "_cgo_0a1b_Cfunc_add(void *v)\n"
                          "{\n"
                          "\tstruct {\n"
                          "\t\tint p0;\n"
                          "\t\tchar __pad4[4];\n"
                          "\t\tvoid* p1;\n"
                          "\t\tint r;\n"
                          "\t} __attribute__((__packed__)) *_cgo_a = v;\n"
                          "\t__typeof__(_cgo_a->r) _cgo_r;\n"
                          "\t_cgo_tsan_acquire();\n"
                          "\t_cgo_r = add(_cgo_a->p0, _cgo_a->p1);\n"
                          "\t_cgo_tsan_release();\n"
                          "\t_cgo_a->r = _cgo_r;\n"
                          "}\n";

static const char fails[] = "int\n"
                            "_cgo_0a1b_C2func_fails(void *v)\n"
                            "{\n"
                            "\tint _cgo_errno;\n"
                            "\t_cgo_tsan_acquire();\n"
                            "\terrno = 0;\n"
                            "\tfails();\n"
                            "\t_cgo_errno = errno;\n"
                            "\t_cgo_tsan_release();\n"
                            "\treturn _cgo_errno;\n"
                            "}\n";

static const char back[] = "int goBack(int a)\n"
                           "{\n"
                           "\t_cgo_tsan_release();\n"
                           "\tcrosscall2(_cgoexp_0a1b_goBack, &_cgo_a, 8, _cgo_ctxt);\n"
                           "\t_cgo_tsan_acquire();\n"
                           "\treturn _cgo_a.r0;\n"
                           "}\n";

struct edited {
	struct cgf_own_symbols symbols;
	struct cgf_own_text text;
	char refused[512]; /* "NAME: why" lines */
};

static void note_refused(void *data, const struct cgf_own_symbol *symbol, const char *why)
{
	struct edited *edited = data;
	size_t used = strlen(edited->refused);
	snprintf(edited->refused + used, sizeof(edited->refused) - used, "%.*s: %s\n",
	         (int)symbol->name_length, symbol->name, why);
}

static struct edited edit(const char *in)
{
	struct edited edited = {0};
	assert_int_equal(cgf_own_symbols_read(&edited.symbols, go_text), 0);
	cgf_own_edit(&edited.text, in, &(struct cgf_own_editing){&edited.symbols, note_refused, &edited});
	assert_false(edited.text.failed);
	return edited;
}

static bool is_opened(struct edited *edited, const char *symbol)
{
	struct cgf_own_symbol *found = cgf_own_symbol_find(&edited->symbols, symbol, strlen(symbol));
	assert_non_null(found);
	return found->opened;
}

static bool has(const struct edited *edited, const char *text)
{
	return strstr(edited->text.bytes, text) != NULL;
}

static void finish(struct edited *edited)
{
	cgf_own_symbols_free(&edited->symbols);
	cgf_own_text_free(&edited->text);
}

/* `text` with the first `from` replaced. */
static const char *with(const char *text, const char *from, const char *to)
{
	static char out[4096];
	const char *at = strstr(text, from);
	assert_non_null(at);
	snprintf(out, sizeof(out), "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	return out;
}

static void symbols_are_read(void **state)
{
	struct cgf_own_symbols symbols;
	(void)state;
	assert_int_equal(cgf_own_symbols_read(&symbols, go_text), 0);
	assert_int_equal(symbols.count, 5);
	assert_string_equal(symbols.hash, "0a1b");
	const struct cgf_own_symbol *symbol = cgf_own_symbol_find(&symbols, "_cgo_0a1b_C2func_fails", 22);
	assert_non_null(symbol);
	assert_string_equal(symbol->form, "c2");
	assert_memory_equal(symbol->name, "fails", 5);
	assert_int_equal(symbol->name_length, 5);
	assert_null(cgf_own_symbol_find(&symbols, "_cgo_0a1b_Cfunc_ad", 18));
	cgf_own_symbols_free(&symbols);
}

static void a_call_is_opened(void **state)
{
	struct edited edited = edit(add);
	(void)state;
	assert_string_equal(edited.refused, "");
	assert_true(is_opened(&edited, "_cgo_0a1b_Cfunc_add"));
	assert_false(is_opened(&edited, "_cgo_0a1b_Cfunc_add_more"));
	assert_true(has(&edited, "{\"add\", \"c\", cgf_own_go_0a1b, cgf_own_bytes, 2, 1, 0}"));
	assert_true(has(&edited, "cgf_own_enter(&cgf_own_here, _cgo_a, "));
	assert_true(has(&edited, "\tcgf_own_leave(0, CGF_OWN_TOLD_NOTHING, "
	                         "__builtin_frame_address(0));\t_cgo_tsan_release();\n"));
	finish(&edited);
}

static void errno_is_opened(void **state)
{
	struct edited edited = edit(fails);
	(void)state;
	assert_string_equal(edited.refused, "");
	assert_true(has(&edited, "{\"fails\", \"c2\", cgf_own_go_0a1b, 0, 0, 1, 0}"));
	assert_true(has(&edited, "cgf_own_leave(&_cgo_errno, CGF_OWN_TOLD_NOTHING, "));
	finish(&edited);
}

static void a_callback_is_opened(void **state)
{
	struct edited edited = edit(back);
	(void)state;
	assert_true(is_opened(&edited, "_cgoexp_0a1b_goBack"));
	assert_true(has(&edited, "{\"goBack\", \"cb\", "));
	finish(&edited);
	edited = edit(with(back, "\t_cgo_tsan_acquire();\n", ""));
	assert_false(is_opened(&edited, "_cgoexp_0a1b_goBack"));
	assert_false(has(&edited, "cgf_own_here"));
	finish(&edited);
}

/* From outside: the function has another name, and everything else of it stays. */
static void other_text_is_refused(void **state)
{
	static const struct {
		const char *text, *from, *to, *why;
	} cases[] = {
	        {add, "\t_cgo_tsan_acquire();\n", "", "_cgo_tsan_acquire"},
	        {add, "\t_cgo_tsan_acquire();\n", "\t_cgo_tsan_acquire();\n\t_cgo_tsan_acquire();\n",
	         "_cgo_tsan_acquire"},
	        {add, "\t_cgo_tsan_release();\n", "", "_cgo_tsan_release"},
	        {add, "\t_cgo_tsan_release();\n", "  _cgo_tsan_release();\n", "_cgo_tsan_release"},
	        {add, "\t_cgo_tsan_acquire();\n", "\t_cgo_tsan_release();\n\t_cgo_tsan_acquire();\n",
	         "_cgo_tsan_release"},
	        {fails, "\t_cgo_errno = errno;\n", "", "errno"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct edited edited = edit(with(cases[i].text, cases[i].from, cases[i].to));
		assert_non_null(strstr(edited.refused, cases[i].why));
		assert_true(
		        has(&edited, cases[i].text == add
		                             ? "#define _cgo_0a1b_Cfunc_add cgf_own_real_cgo_0a1b_Cfunc_add\n"
		                             : "\treturn cgf_own_error;\n"));
		assert_true(has(&edited, ", 0, 0, 1, 0}")); /* no arguments are known */
		finish(&edited);
	}
}

static void other_heads_are_left_alone(void **state)
{
	static const char *const texts[] = {
	        "",
	        "}\n",
	        "_cgo_0a1b_Cfunc_add(void *v)\n",
	        "_cgo_0a1b_Cfunc_add(void *v)\n{\n\t_cgo_tsan_acquire();\n",
	        "_cgo_0a1b_Cfunc_other(void *v)\n{\n\t_cgo_tsan_acquire();\n\t_cgo_tsan_release();\n}\n",
	        "// a comment of the program's: "
	        "_cgo_tsan_acquire();\n\t_cgo_tsan_acquire();\n\t_cgo_tsan_release();\n",
	        "\tcrosscall2(_cgoexp_0a1b_goBack, &_cgo_a, 8, _cgo_ctxt);\n",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct edited edited = edit(texts[i]);
		size_t length = strlen(texts[i]);
		assert_false(has(&edited, "cgf_own_here"));
		assert_true(edited.text.size >= length);
		assert_string_equal(edited.text.bytes + edited.text.size - length, texts[i]);
		finish(&edited);
	}
}

/* A file that ends anywhere, with no byte behind its end that could be read. */
static void any_end_is_fine(void **state)
{
	char all[4096];
	(void)state;
	snprintf(all, sizeof(all), "%s%s%s", add, fails, back);
	for (size_t length = 0; length <= strlen(all); length++) {
		char *in = strndup(all, length);
		struct edited edited = edit(in);
		assert_true(edited.text.size >= length);
		finish(&edited);
		free(in);
	}
}

static void go_gets_its_half(void **state)
{
	struct cgf_own_text out = {0};
	(void)state;
	cgf_own_go_edit(&out, "package p\nfunc _Cfunc_CString(s string) *_Ctype_char {\n}\n", "0a1b");
	assert_non_null(strstr(out.bytes, "//go:noinline\nfunc _Cfunc_CString("));
	assert_non_null(strstr(out.bytes, "//go:cgo_export_static cgf_own_go_0a1b\n"));
	assert_null(strstr(out.bytes, "HASH"));
	assert_null(strstr(out.bytes, "\nimport"));
	cgf_own_text_free(&out);
}

static const char reads_text[] = "func _Cfunc_GoString(p *_Ctype_char) string {\n"
                                 "\treturn _cgo_runtime_gostring(p)\n"
                                 "}\n"
                                 "func _Cfunc_GoBytes(p unsafe.Pointer, l _Ctype_int) []byte {\n"
                                 "\treturn _cgo_runtime_gobytes(p, int(l)) \n"
                                 "}\n";

/* What Go reads of C memory is looked at, and where the text is another one, that is told. */
static void go_reads_are_watched(void **state)
{
	struct cgf_own_text out = {0};
	(void)state;
	cgf_own_go_edit(&out, reads_text, "0a1b");
	assert_non_null(strstr(out.bytes, "//go:noinline\nfunc _Cfunc_GoString("));
	assert_non_null(strstr(out.bytes, "\tcgfOwnLookString(unsafe.Pointer(p)); \treturn"));
	assert_null(strstr(out.bytes, "\tcgfOwnLook(unsafe.Pointer(p), int(l)); \treturn"));
	cgf_own_text_free(&out);
	assert_string_equal(cgf_own_go_unwatched(reads_text, 0), "GoBytes");
	assert_null(cgf_own_go_unwatched(reads_text, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(symbols_are_read),      cmocka_unit_test(a_call_is_opened),
	        cmocka_unit_test(errno_is_opened),       cmocka_unit_test(a_callback_is_opened),
	        cmocka_unit_test(other_text_is_refused), cmocka_unit_test(other_heads_are_left_alone),
	        cmocka_unit_test(any_end_is_fine),       cmocka_unit_test(go_gets_its_half),
	        cmocka_unit_test(go_reads_are_watched),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
