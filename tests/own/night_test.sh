#!/bin/sh
# night_test.sh COMMAND FAKE_STATS LIBRARY: a night with somebody's own package: what its tests find is new, then known when
# the package keeps it; a package that cannot be built fails the night; a folder that is not there is wrong usage.
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine cannot build with AddressSanitizer.
. "$(dirname -- "$0")/../cli/fake_programs.sh"

PATH=$PATH:/usr/local/go/bin
export PATH GOFLAGS='' GOWORK=off GOPROXY=off GOTOOLCHAIN=local LC_ALL=C
bugs=$(CDPATH='' cd -- "$(dirname -- "$0")/fixtures/bugs" && pwd)
mkdir "$work/module"
cp -R "$bugs/go.mod" "$bugs/handle" "$work/module"
(cd "$work/module" && go test -c -asan -o "$work/probe" ./handle) >"$work/out" 2>&1 || {
	echo "night_test: skipped: go test -asan does not build here"
	exit 77
}
cp "$3" "$build"
# No engine: the night has nothing but the package.
rm -r "$build/programs/builds" "$build"/programs/main/afl-asan "$build"/programs/main/libfuzzer-asan

# night CODE: with the module, from a folder beside it.
nights=0
night() {
	nights=$((nights + 1))
	cd "$work" || exit 1
	code "$1" "$command" night --minutes 1 --out "$work/nights$nights" --package module
	report=$(echo "$work/nights$nights"/*)
}

# reports WORDS
reports() {
	grep -qF -e "$1" "$report/report.txt" || fail "the report does not say '$1': $(cat "$report/report.txt")"
}

night 77
reports 'NEW: module own: contract/freed-in-use at=handle_value line=handle/handle.go:44, 1 times, first by tests asan'
reports "to keep what is new: cd $work/module && cgofault test --keep ./..."
reports 'new: 1, false alarms: 0'
[ "$(awk '$1 == "module" && $2 == "own" && $3 == "tests" && $4 == "asan" && $5 > 5 && $7 > 5 { print $8 }' "$report/report.txt")" = 1 ] ||
	fail "no row of the package: $(cat "$report/report.txt")"
tr -d ' \t\n' <"$report/package-module-0.json" | grep -q '"verdict":"contract/freed-in-use"' || fail "what was said is not kept"

(cd "$work/module" && "$command" test --keep ./...) >"$work/out" 2>&1
night 0
reports 'known: 1'
reports 'new: 0, false alarms: 0'

sed -i 's/return value$/return values/' "$work/module/handle/handle.go"
night 3
reports 'failed: module: cgofault test says above why'
says err 'undefined: values'

code 2 "$command" night --package "$work/nowhere"
says err "package is a folder, not '$work/nowhere'"
one_line
finish
