#!/bin/sh
# build.sh: the tests of github.com/proglottis/gpgme with faults in their calls of C, as the fuzz target gpgme_faults.
# For another package: its name, and the folder of its checkout; patterns as `go test` has them may follow.
set -eu
"$SRC/cgofault/fuzz/oss-fuzz/package_build.sh" gpgme_faults "$SRC/gpgme"
