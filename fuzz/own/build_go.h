/*
 * build_go.h: how the builds of build.h call go.
 */
#ifndef CGF_OWN_BUILD_GO_H
#define CGF_OWN_BUILD_GO_H

#include "build.h"

enum { CGF_OWN_BUILD_ARGUMENTS_MAX = 16 };

/* Adds to the arguments, which NULL ends, what every build ends with. Tags that are not given are left to
 * GOFLAGS. */
void cgf_own_build_name(const char **arguments, const struct cgf_own_build_request *request, size_t index);
/* Runs it with these settings of the environment. 0, or an exit code after what go said. */
int cgf_own_build_go(const char *const *arguments, const char *const *settings);

#endif
