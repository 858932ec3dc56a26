/*
 * packages.h: which packages of the user's module call C, and which tests reach them.
 *
 * `go list` says all of it, so build tags, vendor/, workspaces and GOFLAGS mean here what they mean to go.
 */
#ifndef CGF_OWN_PACKAGES_H
#define CGF_OWN_PACKAGES_H

#include <stdbool.h>
#include <stddef.h>

enum { CGF_OWN_PACKAGES_MAX = 1024 };

/* A package whose tests reach C. Strings live as long as the struct they are in. */
struct cgf_own_package {
	const char *path;   /* import path */
	const char *folder; /* where its tests run */
	const char *name;   /* as its package clause has it */
	const char *source; /* the folder that reports name: where it was built */
};

struct cgf_own_packages {
	size_t opened_count; /* cgo packages whose calls are seen, by import path */
	const char *opened[CGF_OWN_PACKAGES_MAX];
	size_t tested_count; /* those with tests that depend on one of them */
	struct cgf_own_package tested[CGF_OWN_PACKAGES_MAX];
	size_t unseen_count; /* "purego in PATH", "SWIG in PATH": calls of C that go another way */
	char *unseen[CGF_OWN_PACKAGES_MAX];
	char *text, *with_text; /* what go said, or other text, cut into the strings above */
};

struct cgf_own_packages_request {
	const char *const *patterns; /* of packages to test, as go has them, ended by NULL */
	const char *const *with;     /* of dependencies to open as well, ended by NULL */
	const char *tags;            /* build tags, or NULL */
	const char *scratch;         /* a folder for what go says */
};

/* Asks go. 0, or an exit code after one line or go's own words on stderr; to be freed in any case. */
int cgf_own_packages_list(struct cgf_own_packages *out, const struct cgf_own_packages_request *request);
/* From what go said to `cgf_own_packages_format`, and the names of packages to open as well, one a line. Both
 * texts are taken over. 0, or -E2BIG: more than CGF_OWN_PACKAGES_MAX of a kind. */
int cgf_own_packages_read(struct cgf_own_packages *out, char *text, char *with_text);
void cgf_own_packages_free(struct cgf_own_packages *packages);

/* One line a package, fields with tabs between them, for `go list -test -deps -f`. */
extern const char cgf_own_packages_format[];

#endif
