#!/bin/sh
# many_test.sh COMMAND LIBRARY: many runs of a test in one process. What is found there is a finding at its Go line, also
# when it ends the process or keeps it for ever; a bug of a first run is found in a fresh one; a test that cannot run twice is
# not run so; and what comes of many runs alone is never told. Go's ways to build are tried with one package in each.
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine cannot build with AddressSanitizer.
. "$(dirname -- "$0")/tests.sh"
export GOFLAGS='' GOWORK=off GOGC='' GODEBUG='' GOMAXPROCS=''

together='of them run many times in one process'
cp -R "$fixtures/many" "$work/many"
cd "$work/many" || exit 1

# expect CODE COMMAND...: its exit code; what it says goes to $work/out.
expect() {
	code=$1
	shift
	"$@" >"$work/out" 2>"$work/err"
	got=$?
	[ "$got" = "$code" ] || {
		fail "$* exits with $got, not $code:"
		cat "$work/err" "$work/out"
	}
}

# told WORDS, untold WORDS: in what the last command said.
told() {
	grep -qF -e "$1" "$work/out" || {
		fail "nothing says '$1':"
		cat "$work/out"
	}
}
untold() {
	! grep -qF -e "$1" "$work/out" || fail "something says '$1': $(cat "$work/out")"
}

# found WORDS: it is a finding, agreed upon by five.
found() {
	tr -s ' ' <"$work/out" | grep -qxF "$1 5 of 5" || {
		fail "not found: $1"
		cat "$work/out"
	}
}

# number KEY: its value in what --json has said.
number() {
	tr -d '\t,' <"$work/out" | sed -n "s/^\"$1\"://p"
}

expect 77 "$command" test --json ./plain
[ "$(number runs_together)" -ge 8 ] || fail "plain: $(number runs_together) of $(number runs) runs together"
[ "$(number runs)" -gt "$(number runs_together)" ] || fail "plain: no run was made alone"
told '"line":	"plain/plain.go:14"'

expect 77 "$command" test ./dying
told "1 $together"
found 'contract/freed-in-use dying_value TestAll dying/dying.go:36'
found 'contract/freed-in-use dying_value TestAll dying/dying.go:47'
told '2 findings'

expect 77 "$command" test --timeout 3 ./hanging
told "1 $together"
found 'progress/stalled hanging_try TestTry hanging/hanging.go:14'
told '1 finding;'

expect 77 "$command" test ./once
told "1 $together"
found 'errno/false once_read TestValue once/once.go:25'
told '1 finding;'

expect 0 "$command" test ./twice
untold "$together"
told '0 findings'
untold 'not confirmed'

# The sixth run in one process fails, whatever its fault: it is made alone, and so is each before it.
expect 0 "$command" test --json ./counted
[ "$(number runs_together)" -ge 6 ] || fail "counted: $(number runs_together) runs together"
[ "$(number runs)" -ge "$((2 * $(number runs_together)))" ] || fail "counted: not all runs were made again"
[ "$(number findings)" = '[]' ] || fail "counted: something is told: $(cat "$work/out")"

# ---- ways to build ----

# is_found FOLDER [argument...]: the bug of plain is, in a process of many runs.
is_found() {
	before=$wrong
	wrong=0
	cd "$1" || exit 1
	shift
	expect 77 "$command" test "$@"
	told "1 $together"
	told 'errno/false'
	cd "$work/many" || exit 1
	[ "$wrong" = 1 ] || wrong=$before
}

# A program of a user's with tests in package main_test alone, TestMain and a build tag; calls of C before and behind the
# tests.
mkdir -p "$work/program" "$work/program/inside"
cp plain/plain.go "$work/program/inside/"
(
	cd "$work/program" || exit 1
	printf 'module example.com/program\n\ngo 1.11\n' >go.mod
	printf 'package main\n\nimport _ "example.com/program/inside"\n\nfunc main() {}\n' >main.go
	printf '// +build wanted\n\npackage main_test\n\nimport (\n\t"os"\n\t"testing"\n\n\tplain "example.com/program/inside"\n)\n' >a_test.go
	printf '\nfunc TestMain(m *testing.M) {\n\tplain.Other()\n\tcode := m.Run()\n\tplain.Other()\n\tos.Exit(code)\n}\n' >>a_test.go
	printf '\nfunc TestBuggy(t *testing.T) {\n\tif n, err := plain.Buggy(); n != 5 || err != nil {\n\t\tt.Fatal(n, err)\n\t}\n}\n' >>a_test.go
)
is_found "$work/program" --tags wanted

# The user's own overlay adds the test, by GOFLAGS.
mkdir "$work/laid"
cp plain/plain.go "$work/laid/"
printf 'module example.com/laid\n' >"$work/laid/go.mod"
printf '{"Replace": {"%s": "%s"}}\n' "$work/laid/plain_test.go" "$work/many/plain/plain_test.go" >"$work/laid.json"
GOFLAGS=-overlay=$work/laid.json is_found "$work/laid"

# A workspace, and a dependency in vendor/ that is opened too: two packages with cgo in one program.
mkdir -p "$work/both/vendor/example.com/laid"
cp plain/*.go "$work/both/"
cp plain/plain.go "$work/both/vendor/example.com/laid/"
printf '# example.com/laid v1.0.0\n## explicit\nexample.com/laid\n' >"$work/both/vendor/modules.txt"
printf 'module example.com/both\n\ngo 1.21\n\nrequire example.com/laid v1.0.0\n' >"$work/both/go.mod"
printf 'package plain\n\nimport _ "example.com/laid"\n' >"$work/both/other.go"
is_found "$work/both" --with example.com/laid
rm -r "$work/both/vendor"
printf 'go 1.21\n\nuse (\n\t./both\n\t./laid\n)\n' >"$work/go.work"
GOWORK=$work/go.work is_found "$work/both"

# The test that is added is in no list, and the user's folder is as it was.
expect 0 "$command" test --list ./plain
untold BetweenRuns
[ "$(find . -name '*between*')" = '' ] || fail "left behind: $(find . -name '*between*')"

[ "$wrong" = 0 ] && echo "right"
exit "$wrong"
