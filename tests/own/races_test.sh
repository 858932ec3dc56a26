#!/bin/sh
# races_test.sh COMMAND: `cgofault test --build tsan` finds a race that a late call or another thread alone shows, not its
# twin with a lock; the plan that is kept says its build, and replays.
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine cannot build C with ThreadSanitizer.
. "$(dirname -- "$0")/verbs.sh"

command=$1

fail() {
	echo "races_test: $*; cgofault says:" >&2
	head -n 30 "$work/out" >&2
	wrong=1
}

# expect CODE ARGUMENT...
expect() {
	code=$1
	shift
	"$command" "$@" >"$work/out" 2>&1
	got=$?
	[ "$got" = "$code" ] || fail "$* exits with $got, not $code"
}

# says WORDS
says() {
	grep -qF -e "$1" "$work/out" || fail "nothing says '$1'"
}

cp -R "$here/fixtures/races" "$work/races"
cd "$work/races" || exit 1
CGO_CFLAGS=-fsanitize=thread CGO_LDFLAGS=-fsanitize=thread go test -c -o "$work/probe" ./counting >"$work/log" 2>&1 || {
	echo "races_test: skipped: -fsanitize=thread does not build here"
	exit 77
}
expect 2 test --build plain ./counting
says "--build is asan or tsan, not 'plain'"
expect 77 test --build tsan --keep ./counting
[ "$(grep -c ' 5 of 5$' "$work/out")" = 1 ] || fail "that is not one finding"
says "tsan/data-race         count_one                  TestBuggy                  counting/counting.go:15 5 of 5"
says "fix: a lock around the calls that share it"
grep -qE '^    fault: (late|hop|gc)@count_one' "$work/out" || fail "no fault shows it"
plan=counting/testdata/cgofault/tsan-data-race-count_one.plan
grep -q '^build: tsan$' "$plan" || fail "the plan does not say its build: $(cat "$plan")"
expect 77 run --times 3 "$plan"
says "3 of 3 agree"
sed -i 's/TestBuggy/TestCorrect/; s/state: known/state: fixed/' "$plan"
expect 0 run --check "$plan"
says "fixed, and silent"
# The calls of goroutines that share nothing, and what makes them late leaves nothing behind.
expect 0 test --build tsan ./apart
says "0 findings"
# A library that is not compiled with ThreadSanitizer has an order of its own.
cc -shared -fPIC -O1 -o "$work/libhanded.so" handed/library/handed.c || fail "the library does not build"
CGO_LDFLAGS="-L$work -Wl,-rpath,$work" expect 0 test --build tsan ./handed
says "0 findings"
# AddressSanitizer sees nothing of it.
expect 0 test ./counting
exit "$wrong"
