/*
 * package.c: see package.h.
 */
#include "package.h"

#include "edit.h"
#include "go_text.h"
#include "plans/files.h"
#include "plans/say.h"
#include "refusals.h"
#include "verdict.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct package {
	const char *folder;
	struct cgf_own_symbols symbols;
	struct cgf_own_refusals refusals;
};

static int failed(const char *path, int error)
{
	return cgf_harness_failed("%s: %s", path, strerror(-error));
}

static int read_file(struct cgf_own_text *text, char *path, const char *folder, const char *name)
{
	if (!cgf_text_make(path, CGF_PATH_BYTES_MAX, "%s/%s", folder, name))
		return CGF_EXIT_HARNESS;
	int error = cgf_own_text_read(text, path);
	return error ? failed(path, error) : 0;
}

static int write_file(const char *path, const struct cgf_own_text *text)
{
	int error = text->failed ? -EFBIG : cgf_file_write(path, text->bytes, text->size);
	return error ? failed(path, error) : 0;
}

static void refused(void *data, const struct cgf_own_symbol *symbol, const char *why)
{
	struct package *package = data;
	cgf_own_refuse(&package->refusals, symbol, why);
}

static const char *why_not_opened(const struct cgf_own_symbol *symbol)
{
	return symbol->name_length > CGF_OWN_NAME_BYTES_MAX
	               ? "its name has more than 255 bytes; its calls are not seen"
	               : "cgo's text has no such function; its calls are not seen";
}

static int edit_file(struct package *package, const char *name)
{
	char path[CGF_PATH_BYTES_MAX];
	struct cgf_own_text in = {0}, out = {0};
	struct cgf_own_editing editing = {&package->symbols, refused, package};
	bool last = strcmp(name, "_cgo_export.c") == 0;
	int code = read_file(&in, path, package->folder, name);

	if (code == 0) {
		cgf_own_edit(&out, in.size > 0 ? in.bytes : "", &editing);
		for (size_t i = 0; last && i < package->symbols.count; i++)
			if (!package->symbols.symbols[i].opened)
				refused(package, &package->symbols.symbols[i],
				        why_not_opened(&package->symbols.symbols[i]));
		if (last)
			cgf_own_refusals_keep(&out, &package->refusals);
		code = write_file(path, &out);
	}
	cgf_own_text_free(&in);
	cgf_own_text_free(&out);
	return code;
}

static int is_call_file(const struct dirent *entry)
{
	static const char end[] = ".cgo2.c";
	size_t length = strlen(entry->d_name);
	return length > strlen(end) && strcmp(entry->d_name + length - strlen(end), end) == 0;
}

static int edit_c(struct package *package)
{
	struct dirent **files;
	int count = scandir(package->folder, &files, is_call_file, alphasort), code = 0;
	if (count < 0)
		return failed(package->folder, -errno);
	for (int i = 0; i < count; i++) {
		if (code == 0)
			code = edit_file(package, files[i]->d_name);
		free(files[i]);
	}
	free(files);
	return code ? code : edit_file(package, "_cgo_export.c");
}

/* C.GoString and its like, where their text is another one. */
static void refuse_readers(struct package *package, const char *go_text)
{
	const char *name;

	for (size_t i = 0; (name = cgf_own_go_unwatched(go_text, i)); i++) {
		const struct cgf_own_symbol symbol = {.name = name, .name_length = strlen(name)};

		refused(package, &symbol, "its Go text is another one; what it reads is not looked at");
	}
}

/* The generated Go file, edited. */
static int edit_go(const struct package *package, const char *path, const struct cgf_own_text *text)
{
	struct cgf_own_text out = {0};
	cgf_own_go_edit(&out, text->bytes, package->symbols.hash);
	int code = write_file(path, &out);
	cgf_own_text_free(&out);
	return code;
}

/* cgo links the package's C once by itself, to see what it needs: there it finds these. */
static int add_stubs(struct package *package)
{
	char path[CGF_PATH_BYTES_MAX];
	struct cgf_own_text text = {0};
	int code = read_file(&text, path, package->folder, "_cgo_main.c");
	if (code == 0) {
		cgf_own_text_print(&text, "void cgf_own_enter(void) { }\nvoid cgf_own_leave(void) { }\n");
		cgf_own_text_print(&text, "void cgf_own_told(void) { }\nvoid cgf_own_go_%s(void) { }\n",
		                   package->symbols.hash);
		code = write_file(path, &text);
	}
	cgf_own_text_free(&text);
	return code;
}

int cgf_own_package_open(const char *folder, const char *import_path, const char *refusals)
{
	char path[CGF_PATH_BYTES_MAX];
	struct package package = {.folder = folder, .refusals = {.package = import_path, .path = refusals}};
	struct cgf_own_text go = {0};
	int code = read_file(&go, path, folder, "_cgo_gotypes.go");

	if (code == 0) {
		int error = cgf_own_symbols_read(&package.symbols, go.size > 0 ? go.bytes : "");
		code = error ? failed(path, error) : 0;
	}
	if (code == 0 && package.symbols.count > 0)
		refuse_readers(&package, go.bytes);
	/* One that only uses constants and types of C calls nothing. */
	if (code == 0 && package.symbols.count > 0 && (code = edit_c(&package)) == 0 &&
	    (code = add_stubs(&package)) == 0)
		code = edit_go(&package, path, &go);
	cgf_own_symbols_free(&package.symbols);
	cgf_own_text_free(&go);
	cgf_own_text_free(&package.refusals.lines);
	return code;
}
