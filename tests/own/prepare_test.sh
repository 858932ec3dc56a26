#!/bin/sh
# prepare_test.sh COMMAND: what `cgofault test --prepare` writes for a fuzz target, and the plans that one saves, which
# name no verdict. The target itself: tests/oss-fuzz/package.
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine cannot build with AddressSanitizer.
. "$(dirname -- "$0")/verbs.sh"

command=$1

cp -R "$here/fixtures/bugs" "$work/bugs"
cd "$work/bugs" || exit 1
needs_asan ./again

# The package's files and its testdata, with what links lead to, and nothing of other packages.
mkdir -p again/testdata/deep again/other
echo read >again/testdata/deep/file
echo linked >"$work/elsewhere"
ln -s "$work/elsewhere" again/testdata/link
echo other >again/other/file
expect 0 test --prepare "$work/prepared" --tags one,two ./again ./closing
cat >"$work/wanted" <<END
cgofault prepared 1
build: asan
below: $work/bugs
tags: one,two
package: example.com/bugs/again
name: again
source: $work/bugs/again
package: example.com/bugs/closing
name: closing
source: $work/bugs/closing
END
diff "$work/wanted" "$work/prepared/prepared" || fail "the text is not that (<), but this (>)"
(cd "$work/prepared/0" && find . -type f | sort) >"$work/files"
printf './%s\n' again.go again_test.go testdata/deep/file testdata/link | diff - "$work/files" ||
	fail "the package's files are not those (<), but these (>)"
[ "$(cat "$work/prepared/0/testdata/link")" = linked ] || fail "what a link leads to is not copied"
for program in 0.test 1.test addr2line; do
	[ -x "$work/prepared/$program" ] || fail "there is no program $program"
done
[ "$("$work/prepared/0.test" -test.list TestBuggy)" = TestBuggy ] || fail "the test program does not list its tests"
grep -q 'runs each without faults' "$work/out" && fail "a test was run"

# Nothing of an earlier version stays, and nothing that is for runs is taken.
expect 2 test --prepare "$work/prepared" ./again
grep -q 'name a folder that is new or empty' "$work/err" || fail "a full folder: $(cat "$work/err")"
expect 2 test --prepare "$work/no" --keep ./again
grep -q 'prepare runs no test' "$work/err" || fail "--keep: $(cat "$work/err")"
expect 2 test --prepare "$work/no" ./pure
[ ! -e "$work/no/prepared" ] || fail "a package without C is prepared"

# As an engine saves it.
printf 'cgofault plan 1\npackage: example.com/bugs/again\ntest: TestBuggy\nstate: known\n\ngc@again_add.entry#2\n' >"$work/crash-1"
expect 77 run "$work/crash-1"
expect 0 promote "$work/crash-1"
grep -q '^verdict: contract/freed-in-use at=again_add$' "$(cat "$work/out")" || fail "promote gives the plan no verdict"
exit "$wrong"
