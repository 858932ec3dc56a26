/*
 * symbols.h: the C functions that cgo says it has generated for a package.
 */
#ifndef CGF_OWN_SYMBOLS_H
#define CGF_OWN_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

/* A function of generated C, or one of Go that generated C calls. The texts belong to the file that it was
 * read from. */
struct cgf_own_symbol {
	const char *text; /* _cgo_HASH_Cfunc_NAME, _cgoexp_HASH_NAME */
	size_t length;
	const char *name; /* NAME, the end of `text` */
	size_t name_length;
	const char *form; /* of struct cgf_own_site */
	bool opened;      /* something of ours stands around it */
};

/* A longer name would not fit into a trace's line, a fault or a plan. */
enum { CGF_OWN_SYMBOLS_MAX = 1 << 16, CGF_OWN_HASH_BYTES_MAX = 32, CGF_OWN_NAME_BYTES_MAX = 255 };

struct cgf_own_symbols {
	size_t count;
	struct cgf_own_symbol *symbols;
	char hash[CGF_OWN_HASH_BYTES_MAX]; /* what cgo gives all names of the package, or empty */
};

/* Reads _cgo_gotypes.go. 0 or a negative errno: -ENOMEM, -E2BIG. */
int cgf_own_symbols_read(struct cgf_own_symbols *symbols, const char *go_text);
/* By its whole text; NULL when cgo has not named it. */
struct cgf_own_symbol *cgf_own_symbol_find(struct cgf_own_symbols *symbols, const char *text, size_t length);
void cgf_own_symbols_free(struct cgf_own_symbols *symbols);

#endif
