/*
 * build.h: a package's tests as a program whose calls of C stand open.
 *
 * `go test -c` with our toolexec, which stands before and after each call in what cgo generates, and with
 * a sanitizer. Nothing of the user's module changes.
 */
#ifndef CGF_OWN_BUILD_H
#define CGF_OWN_BUILD_H

#include "packages.h"

#include <stdbool.h>

/* Which sanitizer is compiled into the C of the program. */
enum cgf_own_sanitizer {
	CGF_OWN_ASAN, /* and Go's own half of it */
	CGF_OWN_TSAN  /* in C alone: Go's race detector brings another runtime of its own */
};

/* As --build and plans have them: "asan", "tsan". */
extern const char *const cgf_own_sanitizers[];
/* False: no such one. */
bool cgf_own_sanitizer_read(enum cgf_own_sanitizer *out, const char *word);

struct cgf_own_build_request {
	const struct cgf_own_packages *packages;
	const char *tags; /* or NULL */
	enum cgf_own_sanitizer sanitizer;
	const char *scratch;
};

/* Where the test program of package `index` is, once it is built. False: no room for the path. */
bool cgf_own_program_path(char *out, size_t size, const struct cgf_own_build_request *request, size_t index);
/* Builds it, with the test of between.h where that can be added. 0, or an exit code after one line or what go
 * said on stderr. */
int cgf_own_build(const struct cgf_own_build_request *request, size_t index);
/* The same tests as plain `go test` builds them. */
bool cgf_own_plain_path(char *out, size_t size, const struct cgf_own_build_request *request, size_t index);
int cgf_own_build_plain(const struct cgf_own_build_request *request, size_t index);

#endif
