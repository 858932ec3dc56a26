/*
 * between.h: a test that is added to a package's program, which repeats another one and calls the library
 * inside between two runs of it.
 */
#ifndef CGF_OWN_BETWEEN_H
#define CGF_OWN_BETWEEN_H

#include <stddef.h>

#include "packages.h"

/* Its name. It does nothing unless a run asks for it: see inside/runs.h. */
#define CGF_OWN_BETWEEN_TEST "TestCgofaultBetweenRuns"

/*
 * Writes it to the scratch folder, and a file for go's -overlay that puts it into the package, besides what
 * the user's own GOFLAGS overlay has. Nothing of the user's changes. 0 and the argument "-overlay=FILE", or a
 * negative errno: the program is to be built without it.
 */
int cgf_own_between_write(char *argument, size_t size, const struct cgf_own_package *package,
                          const char *scratch);

#endif
