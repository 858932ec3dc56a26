#!/bin/sh
# plans_test.sh COMMAND: a stored plan of a package in every verb: run, show, minimize, promote, and one line where a verb or
# an option is for classes alone.
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine cannot build with AddressSanitizer.
. "$(dirname -- "$0")/verbs.sh"

command=$1

# says FILE WORDS: out or err has them.
says() {
	grep -qF -e "$2" "$work/$1" || {
		fail "nothing on std$1 says '$2':"
		head -n 20 "$work/out" "$work/err" >&2
	}
}

# is_not_for WORDS ARGUMENT...: one line on stderr, and exit code 2.
is_not_for() {
	words=$1
	shift
	expect 2 "$@"
	says err "$words"
	[ "$(wc -l <"$work/err")" = 1 ] || fail "$* says more than one line: $(cat "$work/err")"
	[ ! -s "$work/out" ] || fail "$* prints on stdout"
}

cp -R "$here/fixtures/bugs" "$work/bugs"
cd "$work/bugs" || exit 1
needs_asan ./again

# plan FILE TEST VERDICT FAULT...: of the package example.com/bugs/$package.
plan() {
	file=$1
	printf 'cgofault plan 1\npackage: example.com/bugs/%s\ntest: %s\nverdict: %s\nstate: known\n\n' "$package" "$2" "$3" >"$file"
	shift 3
	[ $# -eq 0 ] || printf '%s\n' "$@" >>"$file"
}

package=again
plan "$work/again.plan" TestBuggy 'contract/freed-in-use at=again_add' gc@again_add.entry#1 late@again_new.return#1 \
	gc@again_add.entry#2 gc@again_add.return#9

# What it says, without a run.
expect 0 show "$work/again.plan"
says out "# Fix: runtime.KeepAlive(the object) after the call of again_add."
says out "# Rule: package runtime, KeepAlive and SetFinalizer."
says out "# gc@again_add.entry#2: a collection at the entry of again_add, at its call 2 in the process."
says out "# Known: the bug is there, and expected."
cp "$work/out" "$work/shown.plan"
expect 0 show "$work/shown.plan"
cmp "$work/out" "$work/shown.plan" || fail "what show has shown is shown otherwise"

# What is not needed goes.
expect 77 run "$work/again.plan"
expect 0 minimize -o "$work/small.plan" "$work/again.plan"
[ "$(grep -c '^[a-z]*@' "$work/small.plan")" = 1 ] || fail "more than one fault is left: $(cat "$work/small.plan")"
grep -q '^gc@again_add.entry#2$' "$work/small.plan" || fail "the fault that is needed is not left: $(cat "$work/small.plan")"
grep -q '^# again/again.go:44: a finalizer at again/again.go:38 calls again_free' "$work/small.plan" ||
	fail "the comment does not tell the Go line: $(cat "$work/small.plan")"
expect 77 run --story "$work/small.plan"
cat >"$work/wanted" <<'END'
cgofault: story Go calls again_new#1 at again/again.go:37
cgofault: story Go calls again_add#1 at again/again.go:44
cgofault: story Go calls again_add#2 at again/again.go:44
cgofault: story   suffers gc@again_add.entry#2
cgofault: story Go calls again_free#1 at again/again.go:38
cgofault: go again.(*Handle).Buggy again/again.go:44
cgofault: verdict=contract/freed-in-use at=again_add
END
diff "$work/wanted" "$work/out" || fail "the story is not that (<), but this (>)"
expect 77 run --times 3 "$work/small.plan"
[ "$(tail -n 2 "$work/out" | head -n 1)" = "3 of 3 agree" ] || fail "three replays do not agree: $(cat "$work/out")"
says out "cgofault: verdict=contract/freed-in-use at=again_add"

# Into the package, once; what is there stays as it is.
expect 0 promote "$work/again.plan"
kept=again/testdata/cgofault/freed-in-use-again_add.plan
[ "$(cat "$work/out")" = "$kept" ] || fail "promote names another file: $(cat "$work/out")"
cmp "$work/small.plan" "$kept" || fail "what promote has kept is not what minimize has made"
[ -f again/cgofault_test.go ] || fail "no test replays what promote has kept"
sed -i 's/^# Fix:.*/# ours/; s/state: known/state: fixed/' "$kept"
cp "$kept" "$work/ours"
expect 0 promote "$work/again.plan"
says err "was there before, and stays as it is"
cmp "$kept" "$work/ours" || fail "promote has changed a plan that was there"
printf 'cgofault plan 1\npackage: a\ntest: TestA\nverdict: contract/freed-in-use at=again_add\n' >"$kept"
expect 0 promote "$work/again.plan"
[ "$(cat "$work/out")" = "${kept%.plan}-2.plan" ] || fail "promote names no second file: $(cat "$work/out")"
is_not_for "its state is fixed" promote "$work/ours"

# Nothing is kept that is silent, or loud without its fault.
plan "$work/silent.plan" TestCorrect 'contract/freed-in-use at=again_add' gc@again_add.entry#2
expect 3 minimize "$work/silent.plan"
says err "5 runs do not agree on a finding (the first: none)"
expect 3 promote "$work/silent.plan"
package=loud
mkdir loud
printf 'package loud\n\n// static int one(void) { return 1; }\nimport "C"\n\nfunc One() int { return int(C.one()) }\n' >loud/loud.go
printf 'package loud\n\nimport "testing"\n\nfunc TestFails(t *testing.T) { t.Error(One()) }\n' >loud/loud_test.go
plan "$work/loud.plan" TestFails 'test/failed at=one' gc@one.entry#1
expect 3 promote "$work/loud.plan"
says err "is not silent in each of 5 runs without the fault"
[ ! -e loud/testdata ] || fail "promote has kept a plan that needs no fault"

# Tests that run at once: those that the verdict does not need go.
package=atonce
plan "$work/atonce.plan" 'TestBuggy1|TestCorrect1|TestBuggy2|TestCorrect2' 'test/failed at=find' late@find.return#1
expect 0 minimize "$work/atonce.plan"
says out "test: TestBuggy1|TestBuggy2"
says out "# atonce/atonce.go:23: a late return of find makes the test fail"

# One that needs no fault at all.
package=overrun
plan "$work/overrun.plan" TestBuggy 'asan/heap-buffer-overflow at=last' gc@last.entry#1
expect 0 promote "$work/overrun.plan"
grep -q '^[a-z]*@' "$(cat "$work/out")" && fail "a fault is left that is not needed: $(cat "$(cat "$work/out")")"
expect 77 run "$(cat "$work/out")"
says out "cgofault: verdict=asan/heap-buffer-overflow at=last"

# What is for classes alone, and the other way round.
for verb in run show minimize promote; do
	is_not_for "--build is for plans of classes" "$verb" --build asan "$work/small.plan"
	is_not_for "--class is for plans of classes" "$verb" --class canary "$work/small.plan"
	is_not_for "cannot read \"odd: 1\"" "$verb" - <<'END'
cgofault plan 1
package: a
odd: 1
END
done
is_not_for "--corpus is for plans of classes" promote --corpus "$work" "$work/small.plan"
is_not_for "no engine holds" pack -o "$work/bytes" "$work/small.plan"
is_not_for "--story is about one run" run --story --times 2 "$work/small.plan"
is_not_for "--check is about one run" run --check --times 2 "$work/small.plan"
is_not_for "is not in std" run - <<'END'
cgofault plan 1
package: nowhere/at/all
test: TestA
END
exit "$wrong"
