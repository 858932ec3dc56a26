/*
 * night_package.h: the tests of somebody's own package, as a part of a night.
 */
#ifndef CGF_NIGHT_PACKAGE_H
#define CGF_NIGHT_PACKAGE_H

#include "night_slice.h"

/*
 * Runs `cgofault test --json ./...` in the folder, with faults for at most `minutes` and to the night's end
 * in any case, keeps what it says in the night's folder, and notes what it finds: known is what a plan in the
 * package has. The exit code, or -EINTR.
 */
int cgf_night_package_run(struct cgf_night *night, const char *folder, long minutes);

#endif
