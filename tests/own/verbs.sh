# verbs.sh: what the tests of the command on somebody's package have in common; read by `.`. The test ends with $wrong.
# shellcheck shell=sh
set -u

# shellcheck disable=SC2034 # the tests use it
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GOFLAGS='' GOWORK=off GOPROXY=off GOTOOLCHAIN=local LC_ALL=C
PATH=$PATH:/usr/local/go/bin
wrong=0

fail() {
	echo "$(basename "$0" .sh): $*" >&2
	# shellcheck disable=SC2034 # the tests use it
	wrong=1
}

# needs_asan PACKAGE: ends the test, as skipped, where that cannot be built with AddressSanitizer.
needs_asan() {
	go test -c -asan -o "$work/probe" "$1" >"$work/log" 2>&1 || {
		echo "$(basename "$0" .sh): skipped: go test -asan does not build here"
		exit 77
	}
}

# expect CODE ARGUMENT...: the exit code of $command; what it says goes to $work/out and $work/err.
expect() {
	code=$1
	shift
	# shellcheck disable=SC2154 # the test sets it
	"$command" "$@" >"$work/out" 2>"$work/err"
	got=$?
	[ "$got" = "$code" ] || {
		fail "$* exits with $got, not $code:"
		head -n 20 "$work/out" "$work/err" >&2
	}
}
