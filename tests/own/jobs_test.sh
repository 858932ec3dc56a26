#!/bin/sh
# jobs_test.sh COMMAND: `cgofault test --jobs N`. Tests that share nothing are run as often as with one job, and bugs are found
# as with one; tests that share a file are accused of nothing, and a bug among them is found; an interruption leaves nothing
# running.
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine cannot build with AddressSanitizer.
. "$(dirname -- "$0")/verbs.sh"

command=$1
cp -R "$here/fixtures/jobs" "$work/jobs"
cp -R "$here/fixtures/bugs" "$work/bugs"
cd "$work/jobs" || exit 1
needs_asan ./apart

# number KEY: its value in what --json has said.
number() {
	tr -d '\t,' <"$work/out" | sed -n "s/^\"$1\"://p"
}

# findings: their lines, in one order.
findings() {
	sed -n 's/  *5 of 5$//p' "$work/out" | tr -s ' ' | sort
}

expect 0 test --json ./apart
runs=$(number runs)
[ "$runs" -ge 12 ] || fail "apart: only $runs runs with one job"
for try in 1 2; do
	expect 0 test --json --jobs 4 ./apart
	[ "$(number runs)" = "$runs" ] || fail "apart, $try: $(number runs) runs with 4 jobs, $runs with one"
done

expect 0 test --jobs 4 ./sharing
[ -e met ] || fail "sharing: no two tests have met"
grep -q '^0 findings' "$work/out" || fail "sharing is accused: $(cat "$work/out")"
! grep -q 'not confirmed\|left out' "$work/out" || fail "sharing: $(cat "$work/out")"
rm -f met

expect 77 test --jobs 4 ./sharing ./buggy
[ -e met ] || fail "buggy: no two tests have met"
[ "$(findings)" = "errno/false number buggy.TestNumber buggy/buggy.go:9" ] || fail "buggy, by other findings: $(cat "$work/out")"
! grep -q 'not confirmed\|left out' "$work/out" || fail "buggy: $(cat "$work/out")"

# Interrupted when the sweep begins.
mkdir "$work/tmp"
mkfifo "$work/begun"
TMPDIR=$work/tmp "$command" test --jobs 4 --minutes 5 ./sharing >"$work/begun" 2>"$work/err" &
child=$!
{
	while read -r line; do
		case $line in
		*"run many times in one process"*) break ;;
		esac
	done
	kill -INT "$child"
	cat >/dev/null
} <"$work/begun"
wait "$child"
got=$?
[ "$got" = 130 ] || fail "interrupted, it exits with $got: $(cat "$work/err")"
! pgrep -f "^$work/tmp" >/dev/null || fail "still running: $(pgrep -af "^$work/tmp")"
[ "$(ls "$work/tmp")" = '' ] || fail "left behind: $(ls "$work/tmp")"

cd "$work/bugs" || exit 1
expect 77 test ./number ./numbered
findings >"$work/alone"
[ "$(wc -l <"$work/alone")" = 3 ] || fail "bugs: not 3 findings with one job: $(cat "$work/alone")"
for try in 1 2 3; do
	expect 77 test --jobs 3 ./number ./numbered
	findings | diff "$work/alone" - || fail "bugs, $try: other findings with 3 jobs (>) than with one (<)"
done

[ "$wrong" = 0 ] && echo "right"
exit "$wrong"
