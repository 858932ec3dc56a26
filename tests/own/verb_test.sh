#!/bin/sh
# verb_test.sh CMAKE BUILD: `cgofault test`, as it is installed, on a module with one bug of each kind and its correct twin:
# every bug is found at its Go line, no twin is accused, what cannot be swept is named; --keep, and plain go test replays
# what was kept, before and after a bug is mended.
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine cannot build with AddressSanitizer.
. "$(dirname -- "$0")/verbs.sh"

cmake=$1 build=$2

"$cmake" --install "$build" --prefix "$work/to" --component command >"$work/log" 2>&1 || {
	cat "$work/log" >&2
	exit 1
}
PATH=$work/to/bin:$PATH
cp -R "$here/fixtures/bugs" "$work/bugs"
cd "$work/bugs" || exit 1
needs_asan ./handle

# expect CODE COMMAND...: its exit code; what it says goes to $work/out.
expect() {
	code=$1
	shift
	"$@" >"$work/out" 2>&1
	got=$?
	[ "$got" = "$code" ] || {
		fail "$* exits with $got, not $code:"
		cat "$work/out" >&2
	}
}

# says WORDS: the last command said so.
says() {
	grep -qF -e "$1" "$work/out" || {
		fail "nothing says '$1':"
		cat "$work/out" >&2
	}
}

expect 2 cgofault test ./pure
says "no cgo call here"
expect 2 cgofault test ./nowhere
says "no package to test: stat"
[ "$(wc -l <"$work/out")" = 1 ] || fail "more than one line: $(cat "$work/out")"
mkdir "$work/empty"
cd "$work/empty" || exit 1
expect 2 cgofault test
says "no package to test: go.mod file not found"
cd "$work/bugs" || exit 1

# A package that go cannot load or compile is no reason to leave the others out.
mkdir broken unbuilt
printf 'package unbuilt\n\n// static int one(void) { return 1; }\nimport "C"\n\nfunc One() string { return C.one() }\n' >unbuilt/unbuilt.go
printf 'package unbuilt\n\nimport "testing"\n\nfunc TestOne(*testing.T) { One() }\n' >unbuilt/unbuilt_test.go
expect 3 cgofault test ./unbuilt
says "cgofault: left out: example.com/bugs/unbuilt: its tests do not build"
expect 3 cgofault test ./unbuilt ./together
says "unbuilt/unbuilt.go:6:"
says "0 findings"
says "cgofault: 1 package was not looked at, since the tests do not build"
printf 'package main\n\nimport _ "example.invalid/x"\n\nfunc main() {}\n' >broken/main.go
expect 77 cgofault test --keep ./...
says "cgofault: left out: example.com/bugs/unbuilt: its tests do not build"
says "cgofault: left out: example.com/bugs/broken: no required module provides package example.invalid/x"
cat >"$work/wanted" <<END
asan/dynamic-stack-buffer-overflow visit passed.TestBuggy passed/passed.go:50
asan/heap-buffer-overflow last overrun.TestBuggy overrun/overrun.go:19
asan/heap-buffer-overflow text.Buggy text.TestBuggy text/text.go:26
asan/heap-buffer-overflow text.BuggyBytes text.TestBuggyBytes text/text.go:40
asan/heap-use-after-free text.BuggyFreed text.TestBuggyFreed text/text.go:33
asan/use-after-poison borrowed_first borrowed.TestBuggy borrowed/borrowed.go:32
asan/use-after-poison text_first kept.TestBuggy kept/kept.go:29
contract/freed-in-use again_add again.TestBuggy again/again.go:44
contract/freed-in-use door_number closing.TestBuggy closing/closing.go:37
contract/freed-in-use handle_value handle.TestBuggy handle/handle.go:44
errno/false number_read number.TestBuggy number/number.go:14
go-panic/cgocheck nested.Buggy nested.TestBuggy nested/nested.go:18
test/failed box_lock numbered.TestBuggy numbered/numbered.go:36
test/failed box_read numbered.TestBuggy numbered/numbered.go:37
test/failed door_open lasterror.TestBuggy lasterror/lasterror.go:21
test/failed find atonce.TestBuggy1|TestBuggy2|TestCorrect1|TestCorrect2 atonce/atonce.go:23
test/failed names_find answer.TestBuggy answer/answer.go:36
test/failed text_sum stored.TestBuggy stored/stored.go:39
END
sed -n 's/  *5 of 5$//p' "$work/out" | tr -s ' ' | sort >"$work/found"
diff "$work/wanted" "$work/found" || {
	fail "the findings are not those (<), but these (>)"
	cat "$work/out" >&2
}
says "fails in plain go test too: odd.TestFails"
says "the test fails in plain go test too"
says "the test passes in plain go test, where nobody looks"
says "skips itself: odd.TestSkips"
says "calls no C: odd.TestCallsNoC"
says "left out of odd.TestDiffers, calls that differ between runs without a fault: often at odd/odd.go:20"
says "50 functions"
says "fault: gc@again_add.entry#2"
says "fault: late@names_find.return#1"
says "fault: late@door_number.entry#1"
says "fault: hop@door_open#1"
says "also at once, since they call t.Parallel: atonce.TestBuggy1|TestBuggy2|TestCorrect1|TestCorrect2"
says "fix: runtime.KeepAlive(what owns the memory) after the call; a runtime.Pinner, or a copy in C memory, where C has"
says "in which a finalizer at numbered/numbered.go:29 calls box_close, makes the test fail"
says "fix: give C the size of the memory that it gets, and read no more than C has written; cgofault run prints the report"
says "the test says: number_test.go:11: resource temporarily unavailable"
[ "$(find . -name '*.plan' | wc -l)" = 18 ] || fail "there are not 18 plans: $(find . -name '*.plan')"
[ "$(gofmt -l .)" = "" ] || fail "gofmt would write what is kept otherwise: $(gofmt -l .)"
[ ! -e pure/cgofault_test.go ] || fail "a package without a finding has a test of ours"

# A second time keeps nothing new.
expect 77 cgofault test --keep ./handle
says "kept 0 new plans"

plan=handle/testdata/cgofault/freed-in-use-handle_value.plan
expect 0 go test ./handle
expect 77 cgofault run "$plan"
says "cgofault: verdict=contract/freed-in-use at=handle_value"
expect 77 cgofault run atonce/testdata/cgofault/test-failed-find.plan
says "cgofault: verdict=test/failed at=find"
expect 77 cgofault run --times 3 "$plan"
says "3 of 3 agree"
expect 0 env PATH="${PATH#"$work/to/bin:"}" go test -v -run Cgofault ./handle
says "cgofault is not on PATH: testdata/cgofault is not replayed"
sed -i 's/state: known/state: fixed/' "$plan"
expect 1 go test ./handle
says "came back: contract/freed-in-use at=handle_value"
says "handle.go:44"
sed 's/#1/#9/' "$plan" >"$work/number.plan"
expect 3 cgofault run "$work/number.plan"
says "the fault did not happen: TestBuggy makes no such call now"
sed 's/TestBuggy/TestOther/' "$plan" >"$work/name.plan"
expect 3 cgofault run "$work/name.plan"
says "has no test TestOther: was it renamed?"

# The bug is mended.
sed -i 's/^func (h \*Handle) Buggy() int.*/func (h *Handle) Buggy() int { return h.Correct() }/' handle/handle.go
expect 0 go test ./handle
sed -i 's/state: fixed/state: known/' "$plan"
expect 1 go test ./handle
says "is gone: say state: fixed"

expect 77 cgofault test --json --run '^TestBuggy$' ./number
grep -v '^[a-z]' "$work/out" | tr -d '\t' | grep -q '^"version":1,$' || fail "--json says no version"
for word in '"line":"number/number.go:14"' '"verdict":"errno/false"' '"faults":["leave@number_read=EAGAIN#1"]'; do
	tr -d '\t' <"$work/out" | grep -qF "$word" || fail "--json does not say $word"
done

# A test that calls C from more places than one run has faults for, and by a long name.
name=a_function_whose_name_is_longer_than_those_of_libraries_that_carry_a_prefix_in_each_of_their_many_names
mkdir many
{
	printf 'package many\n\n// static void %s(void) {}\nimport "C"\n\nfunc Many() {\n' "$name"
	i=0
	while [ "$i" -lt 300 ]; do
		printf 'C.%s();' "$name"
		i=$((i + 1))
	done
	printf '\n}\n'
} >many/many.go
printf 'package many\n\nimport "testing"\n\nfunc Test%s(t *testing.T) { Many() }\n' "M$name$name" >many/many_test.go
expect 0 cgofault test ./many
says "1 test, 3 runs each without faults: all agree; 300 C calls"

# One whose name is longer than what a plan may hold is told.
name=$name$name$name
mkdir long
printf 'package long\n\n// static int %s(void) { return 1; }\n// static int one(void) { return 1; }\nimport "C"\n\nfunc Two() int { return int(C.%s() + C.one()) }\n' \
	"$name" "$name" >long/long.go
printf 'package long\n\nimport "testing"\n\nfunc TestTwo(t *testing.T) { t.Log(Two()) }\n' >long/long_test.go
expect 0 cgofault test ./long
says "$name its name has more than 255 bytes; its calls are not seen"
says "all agree; 1 C call"

# A test that does not end.
mkdir hang
printf 'package hang\n\n// static int one(void) { return 1; }\nimport "C"\n\nfunc One() int { return int(C.one()) }\n' >hang/hang.go
printf 'package hang\n\nimport (\n\t"testing"\n\t"time"\n)\n\nfunc TestHangs(t *testing.T) { One(); time.Sleep(time.Hour) }\n\nfunc TestEnds(t *testing.T) { One() }\n' \
	>hang/hang_test.go
expect 0 cgofault test --timeout 4 ./hang
says "left out, 1 test: does not end within 4 s without a fault; --timeout gives it more: TestHangs"
says "1 test, 3 runs each without faults: all agree"

expect 0 cgofault test --list ./number
says "number_read c2: TestBuggy 1 TestCorrect 1"

sed -i 's/return int(n), nil/return int(m), nil/' number/number.go
expect 3 cgofault test ./number
says "undefined: m"
exit "$wrong"
