/*
 * package.h: opens what cgo has generated for one package.
 */
#ifndef CGF_OWN_PACKAGE_H
#define CGF_OWN_PACKAGE_H

/*
 * Edits the C files, _cgo_gotypes.go and _cgo_main.c in `folder`, cgo's -objdir, in place. Functions that
 * could not be opened from inside are told in `refusals`, a file or NULL: "PACKAGE<TAB>FUNCTION<TAB>why"
 * lines. Returns an exit code, after one line when it is not 0.
 */
int cgf_own_package_open(const char *folder, const char *package, const char *refusals);

#endif
