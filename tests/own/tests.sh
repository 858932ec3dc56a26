# tests.sh: what the tests of the boundary have in common; read by `.` with the arguments COMMAND LIBRARY. Ends the test with
# exit code 77 where this machine cannot build with AddressSanitizer.
# shellcheck shell=sh
set -u

command=$1
library=$2
fixtures=$(CDPATH='' cd -- "$(dirname -- "$0")/fixtures" && pwd)
# shellcheck disable=SC2034 # the tests use it
forms=$fixtures/forms
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=$PATH:/usr/local/go/bin
export PATH GOFLAGS='' GOWORK='' GOPROXY=off GOTOOLCHAIN=local LC_ALL=C
export GOMAXPROCS=1 GODEBUG=clobberfree=1,gcstoptheworld=2,asyncpreemptoff=1 GOGC=off
wrong=0

fail() {
	echo "$(basename "$0"): $*"
	# shellcheck disable=SC2034 # the tests use it
	wrong=1
}

# Go's build cache sees another name, and not that a file has changed.
inside=$work/libcgofault_own-$(cksum <"$library" | tr ' ' -).a
cp "$library" "$inside"

# build FOLDER PACKAGES OUT [COMMAND...]: the tests below FOLDER; the last is what -toolexec runs.
build() {
	(
		cd "$1" || exit
		out=$3
		export CGOFAULT_OWN_PACKAGES="$2" CGOFAULT_OWN_REFUSED="$work/refused"
		export CGO_CFLAGS="-g -O1 -fno-omit-frame-pointer"
		shift 3
		GOMAXPROCS='' GOGC='' GODEBUG='' timeout 500 go test -c -asan -toolexec="${*:-$command toolexec}" \
			-ldflags="-checklinkname=0 -extldflags=$inside" -o "$out" ./...
	) >"$work/build" 2>&1 || {
		cat "$work/build"
		fail "cannot build $1"
		exit 1
	}
}

# run BINARY FAULT [argument...]: its output in $work/out, the trace in $work/trace.
run() {
	binary=$1
	fault=$2
	shift 2
	: >"$work/trace"
	# A test runs in its package's folder.
	CGOFAULT_OWN_FAULT=$fault CGOFAULT_OWN_TRACE=$work/trace timeout 60 "$binary" -test.v -test.count=1 "$@" >"$work/out" 2>&1
}

# passes BINARY FAULT [argument...]
passes() {
	run "$@" || {
		fail "$(basename "$1") does not pass with the fault '$2', exit code $?:"
		head -n 20 "$work/out"
	}
}

# says TEXT: the last run's output has the line.
says() {
	grep -qF -- "$1" "$work/out" || {
		fail "after $fault: not told: $1"
		head -n 20 "$work/out"
	}
}

echo 'package main; func main() {}' >"$work/try.go"
go build -asan -o "$work/try" "$work/try.go" >/dev/null 2>&1 || {
	echo "skipped: go build -asan does not work here"
	exit 77
}
