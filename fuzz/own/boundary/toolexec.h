/*
 * toolexec.h: what `go build -toolexec` runs in place of each of its tools.
 */
#ifndef CGF_OWN_TOOLEXEC_H
#define CGF_OWN_TOOLEXEC_H

/*
 * argv: the tool and its arguments. Every tool but cgo takes this process's place. For cgo of a package that
 * is in CGOFAULT_OWN_PACKAGES (import paths, with commas between them), what it generated is opened after it
 * has run; the package is go's TOOLEXEC_IMPORTPATH. CGOFAULT_OWN_REFUSED: see package.h. cgo's version gets a
 * word more, by which go keeps apart what is built with and without us. Returns an exit code: the tool's, or
 * 3 after one line.
 */
int cgf_own_toolexec(char **argv);

#endif
