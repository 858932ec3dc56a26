#!/bin/sh
# process_state_test.sh COMMAND: what a run leaves in its process neither hides a bug nor makes a claim that is lost. The
# classes are those of tests/selftest/process_state.go. Exit code 77, with nothing said to be wrong: no engine was built.
set -eu

command=$1
programs=$(dirname -- "$command")/programs/selftest
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PROCESS_ONCE=$work/once-file
export PROCESS_ONCE
failures=0
engines=

fail() {
	echo "process_state_test: $*" >&2
	sed 's/^/	/' "$work/said" >&2
	failures=$((failures + 1))
}

# fuzz CODE CLASS OPTION...
fuzz() {
	want=$1
	class=$2
	shift 2
	code=0
	rm -rf "$work/out"
	"$command" fuzz "$class" --build plain --out "$work/out" "$@" >"$work/said" 2>&1 || code=$?
	[ "$code" = "$want" ] || fail "fuzz $class $* exits with $code, not $want"
}

# plan FOLDER: `file` is the only plan there
plan() {
	set -- "$work/out/$1"/*.plan
	file=$1
	if [ $# -ne 1 ] || ! [ -f "$file" ]; then
		fail "there is not one plan: $*"
	fi
}

# replays CODE FILE
replays() {
	code=0
	"$command" run "$2" >"$work/said" 2>&1 || code=$?
	[ "$code" = "$1" ] || fail "the replay of $2 exits with $code, not $1"
}

for engine in libfuzzer afl; do
	[ -x "$programs/$engine-plain" ] || continue
	engines="$engines $engine"

	# Two steps in the first run of a process: found since there are many first runs, and not with one.
	fuzz 0 process_fresh --engine "$engine" --runs 2000 --process-runs 1000000
	fuzz 77 process_fresh --engine "$engine" --runs 100000 --process-runs 100
	plan process_fresh
	! grep -q '^then' "$file" || fail "$engine: a finding of a fresh process has runs before it"
	replays 77 "$file"

	# Two runs of one process: no fresh one confirms the second alone. The finding holds both.
	fuzz 77 process_later --engine "$engine" --runs 100000
	grep -q 'It needs what 1 earlier run leaves' "$work/said" || fail "$engine: nothing is said about the earlier run"
	plan process_later
	"$command" minimize "$file" -o "$work/small.plan" >"$work/said" 2>&1 || fail "minimize $file failed"
	sed '1,/^$/d; s/^call [A-D]/call/' "$work/small.plan" >"$work/said"
	[ "$(tr '\n' ';' <"$work/said")" = "call arm;then;call go_off;" ] || fail "$engine: not the smallest plan"
	replays 77 "$work/small.plan"
	grep -v '^then' "$work/small.plan" >"$work/one-run.plan"
	replays 0 "$work/one-run.plan"

	# What no process confirms is kept as a plan with the verdict that was claimed.
	rm -f "$PROCESS_ONCE"
	fuzz 0 process_once --engine "$engine" --runs 500
	grep -q '^1 claim was not confirmed by 5 fresh processes.*cgofault run' "$work/said" ||
		fail "$engine: the summary does not say that a claim is kept, and what to do"
	plan unconfirmed
	grep -q '^verdict: contract/not-allowed at=process_state_check$' "$file" ||
		fail "$engine: $file does not hold the verdict that was claimed"
	replays 0 "$file"
done
[ "$engines" ] || exit 77
[ "$failures" -eq 0 ]
