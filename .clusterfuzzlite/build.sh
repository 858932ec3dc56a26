#!/bin/sh
# build.sh: ClusterFuzzLite builds as OSS-Fuzz does.
exec sh -eu "$SRC/cgofault/fuzz/oss-fuzz/build.sh"
