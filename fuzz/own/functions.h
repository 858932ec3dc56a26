/*
 * functions.h: the C functions that a test program's opened packages can call.
 */
#ifndef CGF_OWN_FUNCTIONS_H
#define CGF_OWN_FUNCTIONS_H

#include "packages.h"

enum { CGF_OWN_FUNCTIONS_MAX = 8192, CGF_OWN_FUNCTION_BYTES_MAX = 256 };

/* How Go calls one. */
enum cgf_own_form {
	CGF_OWN_FORM_C,        /* without errno: C.f() */
	CGF_OWN_FORM_C2,       /* with errno: n, err := C.f() */
	CGF_OWN_FORM_MACRO,    /* the value of an expression of C */
	CGF_OWN_FORM_CALLBACK, /* a Go function that C calls */
	CGF_OWN_FORMS
};

/* As traces and tables have them: "c", "c2", "m", "cb". */
extern const char *const cgf_own_forms[CGF_OWN_FORMS];

struct cgf_own_function {
	char name[CGF_OWN_FUNCTION_BYTES_MAX];
	enum cgf_own_form form;
};

struct cgf_own_functions {
	size_t count;
	struct cgf_own_function functions[CGF_OWN_FUNCTIONS_MAX];
};

/*
 * Adds those of the program at `path`, each name and form once: cgo makes a C function _cgo_HASH_Cfunc_NAME,
 * or with C2func where Go takes the errno, of each that Go calls. HASH is of the package. 0, or a negative
 * errno; -E2BIG: there are more.
 */
int cgf_own_functions_add(struct cgf_own_functions *out, const struct cgf_own_packages *packages,
                          const char *path);
/* Adds one by its name, unless it is there. 0 or -E2BIG. */
int cgf_own_functions_note(struct cgf_own_functions *out, const char *name, enum cgf_own_form form);

#endif
