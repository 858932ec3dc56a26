#!/bin/sh
# package_build.sh: the tests of somebody's package as one fuzz target, in the image of OSS-Fuzz, which sets all of the
# variables below.
#
# usage: package_build.sh NAME FOLDER [PATTERN...]
#   NAME      of the target: $OUT/NAME, and NAME.prepared beside it
#   FOLDER    of the module, in which `cgofault test PATTERN...` runs
set -eu

fail() {
	echo "package_build.sh: $*" >&2
	exit 1
}

[ $# -ge 2 ] || fail "usage: package_build.sh NAME FOLDER [PATTERN...]"
name=$1 folder=$2
shift 2
source=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
[ -d "$folder" ] || fail "there is no folder $folder"
case $FUZZING_ENGINE,$SANITIZER in
libfuzzer,address | libfuzzer,coverage) ;;
*) fail "no $FUZZING_ENGINE,$SANITIZER: the engine is libfuzzer, and the sanitizer address" ;;
esac
prepared=$OUT/$name.prepared

# make_part FOLDER TARGET OPTION...: a part of cgofault
make_part() {
	build=$1 target=$2
	shift 2
	{
		cmake -S "$source" -B "$build" "$@" &&
			cmake --build "$build" --target "$target" --parallel "${CGOFAULT_JOBS:-$(nproc)}"
	} >"$build.log" 2>&1 || {
		tail -n 20 "$build.log" >&2
		fail "cgofault cannot be built"
	}
}

# The command, with no flags of a fuzz target's. The package's own C is compiled with the image's compiler, whose
# AddressSanitizer becomes part of the program.
mkdir -p "$WORK"
(
	unset CFLAGS CXXFLAGS LDFLAGS
	make_part "$WORK/cgofault" command "-DCMAKE_C_COMPILER=$CC"
	rm -rf "$prepared"
	# A library's own libraries are looked for there too where the path is of the old kind.
	# shellcheck disable=SC2016 # the loader's own
	export CGO_LDFLAGS="${CGO_LDFLAGS:-} -Wl,-rpath,\$ORIGIN/lib -Wl,--disable-new-dtags" GOFLAGS=-buildvcs=false
	cd "$folder" && "$WORK/cgofault/cgofault" test --prepare "$prepared" "$@"
)

# All shared libraries but those that every image has.
mkdir -p "$prepared/lib"
for program in "$prepared"/*.test; do
	ldd "$program"
done | sed -n 's|^[ \t]*\([^ ]*\) => \(/[^ ]*\) (0x[0-9a-f]*)$|\1 \2|p' | sort -u | while read -r library path; do
	case $library in
	libc.so* | libm.so* | libdl.so* | libpthread.so* | librt.so* | libresolv.so* | libgcc_s.so* | libstdc++.so*) ;;
	*) cp -L "$path" "$prepared/lib/$library" ;;
	esac
done

# What watches the runs shows no way of theirs: the target alone has coverage, and tells of them by counters.
make_part "$WORK/instrumented" cgf_own "-DCMAKE_C_COMPILER=$CC" \
	"-DCMAKE_C_FLAGS=$CFLAGS -fno-sanitize=fuzzer-no-link"
# shellcheck disable=SC2086 # words
$CC $CFLAGS -g -std=c17 -D_GNU_SOURCE -I"$source/fuzz" -I"$source/fuzz/verdict" -I"$source/shims/core" \
	-c "$source/fuzz/oss-fuzz/package_target.c" -o "$WORK/package_target.o"
own=$WORK/instrumented/fuzz
# shellcheck disable=SC2086 # words
$CXX $CXXFLAGS "$WORK/package_target.o" "$own/cli/libcgf_own.a" "$own/cli/libcgf_plans.a" "$own/verdict/libcgf_verdict.a" \
	"$WORK/instrumented/libcgf_plan.a" $LIB_FUZZING_ENGINE -lpthread -o "$OUT/$name"
cp "$source/fuzz/oss-fuzz/package_target.options" "$OUT/$name.options"

# The package's own plans, and one that does nothing, so that the archive holds something.
rm -rf "$WORK/seeds" "$OUT/${name}_seed_corpus.zip"
mkdir "$WORK/seeds"
printf 'cgofault plan 1\npackage: none\ntest: none\n' >"$WORK/seeds/none"
for plan in "$prepared"/*/testdata/cgofault/*.plan; do
	[ ! -f "$plan" ] || cp "$plan" "$WORK/seeds/"
done
zip -q -j -X "$OUT/${name}_seed_corpus.zip" "$WORK"/seeds/*
