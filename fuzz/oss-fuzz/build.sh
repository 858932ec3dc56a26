#!/bin/sh
# build.sh: the fuzz targets for OSS-Fuzz and ClusterFuzzLite, which set all of the variables below: one for each class, of
# the variant that must never be reported. With CGOFAULT_CANARIES=1 also the variants that must be: CLASS_buggy. With
# CGOFAULT_CLASSES="NAME..." of these classes alone.
#
# Flags of sanitizers and engines are those that are given. Go's own half of a sanitizer has flags of its own, and no
# compiler but Go's takes them: without -asan C's use of a dead Go object goes unseen.
set -eu

fail() {
	echo "build.sh: $*" >&2
	exit 1
}

source=$SRC/cgofault
cd "$source" || fail "there is no checkout in $source"
[ "${ARCHITECTURE:-x86_64}" = x86_64 ] || fail "$ARCHITECTURE is not supported, only x86_64"

# The newest minor number that `go` has: 26 for go1.26.8.
minor=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
[ "${minor:-0}" -ge 26 ] || fail "Go 1.26 or newer is needed, and there is ${minor:+Go 1.}${minor:-none}"

go_flag='' tags=libfuzzer defines=''
case $SANITIZER in
address) go_flag=-asan build=asan ;;
memory) go_flag=-msan build=msan ;;
undefined | none) build=plain ;;
coverage) go_flag='-cover -covermode=atomic -coverpkg=cgofault/targets/...,cgofault/fuzz/program' build=plain
	tags=libfuzzer,gocover defines=-DCGF_TARGET_COVERAGE ;;
*) fail "no sanitizer '$SANITIZER': address, memory, undefined, coverage" ;;
esac
case $FUZZING_ENGINE in
libfuzzer | honggfuzz) driver='libfuzzer boot mutator' ;;
centipede) driver='libfuzzer centipede boot mutator' ;;
afl) driver='afl_driver afl_process boot coverage' ;;
*) fail "no engine '$FUZZING_ENGINE': libfuzzer, afl, honggfuzz, centipede" ;;
esac

# What MemorySanitizer sees more of; elsewhere what C code that is not compiled with it has written is unwritten for it.
if [ "$SANITIZER" = memory ]; then
	classes=$(grep -l 'Builds:.*msan' targets/*.go)
else
	classes=$(ls targets/*.go)
fi
classes=$(printf '%s\n' "$classes" | sed 's|.*/||; s|\.go$||' | grep -v -x -e canary -e targets -e '.*_test')
for class in ${CGOFAULT_CLASSES:-}; do
	printf '%s\n' "$classes" | grep -q -x -F -e "$class" || fail "no class '$class' for $SANITIZER"
done
classes=${CGOFAULT_CLASSES:-$classes}

# Go takes -g where the flags say less, since cgo reads types from it.
export CGO_ENABLED=1 GOTOOLCHAIN=local GOFLAGS=-buildvcs=false
mkdir -p "$WORK"
# shellcheck disable=SC2086 # words
CGO_CFLAGS="$CFLAGS -g" CGO_CXXFLAGS="$CXXFLAGS -g" go build -buildmode=c-archive $go_flag -tags="$tags" \
	-gcflags=cgofault/targets/...=-d=libfuzzer \
	-ldflags="-checklinkname=0 -X=cgofault/fuzz/runner.Build=$build" -o "$WORK/classes.a" ./fuzz/program

# As CMakeLists.txt links its drivers.
wraps=$(sed -n 's/^set(CGF_LINK_FLAGS -g \(.*\))$/\1/p' CMakeLists.txt)
[ "$wraps" ] || fail "CMakeLists.txt has no line for the linker's flags"
# See centipede.c; its runner has a pthread_create too, and the first one counts: that of shims/core/births.c.
[ "$FUZZING_ENGINE" != centipede ] || wraps="$wraps -Wl,--wrap=__sanitizer_cov_pcs_init -Wl,-z,muldefs"
objects=''
for name in $driver; do
	# shellcheck disable=SC2086 # words
	$CC $CFLAGS -g -std=c17 -D_GNU_SOURCE -Ishims/core -Ifuzz -c "fuzz/engines/$name.c" -o "$WORK/$name.o"
	objects="$objects $WORK/$name.o"
done

# Reads plans as text and writes them as bytes. It needs no sanitizer and no engine, nor their compiler.
env -u CC -u CXX -u CFLAGS -u CXXFLAGS CGO_CFLAGS=-O1 go build -ldflags=-checklinkname=0 -o "$WORK/plans" ./fuzz/program

# seeds NAME FOLDER...: NAME_seed_corpus.zip of the plans there, and NAME.dict of their steps
seeds() {
	name=$1
	shift
	rm -rf "$WORK/seeds" "$OUT/${name}_seed_corpus.zip"
	mkdir "$WORK/seeds"
	for folder; do
		for plan in "$folder"/*.plan; do
			[ ! -f "$plan" ] || "$WORK/plans" --pack "$plan" >"$WORK/seeds/$(basename "$plan" .plan)"
		done
	done
	# afl-fuzz does not begin with crashes alone, which all plans of a canary may be.
	printf '\0' >"$WORK/seeds/no_steps"
	zip -q -j -X "$OUT/${name}_seed_corpus.zip" "$WORK"/seeds/*
	# A seed of Go's randomness, then records of 12 bytes.
	for bytes in "$WORK"/seeds/*; do
		od -An -v -tx1 -w12 -j1 "$bytes"
	done | sort -u | sed 's/ /\\x/g; s/.*/"&"/' >"$OUT/$name.dict"
}

# target NAME CLASS VARIANT FOLDER...: links one, with what belongs to it
target() {
	name=$1 class=$2 variant=$3
	shift 3
	# shellcheck disable=SC2086 # words
	$CC $CFLAGS -g $defines "-DCGF_TARGET_CLASS=\"$class\"" "-DCGF_TARGET_VARIANT=\"$variant\"" -c fuzz/oss-fuzz/target.c -o "$WORK/target.o"
	# shellcheck disable=SC2086 # words
	$CXX $CXXFLAGS -g $wraps "$WORK/target.o" $objects "$WORK/classes.a" $LIB_FUZZING_ENGINE -lpthread -o "$OUT/$name"
	cp fuzz/oss-fuzz/target.options "$OUT/$name.options"
	# A step that may make dozens of threads takes longest: 16 of the 64 that a plan can have are an input there.
	! grep -q '^	Threads:' "targets/$class.go" || sed -i 's/^max_len = .*/max_len = 193/' "$OUT/$name.options"
	seeds "$name" "$@"
}

for class in $classes; do
	target "$class" "$class" fixed "corpus/$class/seeds" "corpus/$class/repros"
	# Without its reproducers: the engine is to find it.
	[ "${CGOFAULT_CANARIES:-0}" != 1 ] || target "${class}_buggy" "$class" buggy "corpus/$class/seeds"
done
