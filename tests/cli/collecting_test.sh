#!/bin/sh
# collecting_test.sh COMMAND FAKE_STATS: a hunt goes on after what is known and after what it has found, calls the ops that
# it is told to, and ends when its time is over, whatever it is doing.
# shellcheck source=tests/cli/fake_programs.sh
. "$(dirname -- "$0")/fake_programs.sh"

export FAKE_REPLAY FAKE_ENGINE
FAKE_REPLAY=''

fuzz() {
	rm -f "$work/turns"
	"$command" fuzz fake --out "$work/findings" "$@"
}

found() {
	[ "$(grep -c '^found ' "$work/out")" = "$1" ] || fail "not $1 findings: $(cat "$work/out")"
}

# Finds one, two, one, two; then nothing.
# shellcheck disable=SC2016 # the fakes evaluate it
FAKE_ENGINE='echo >>"$FAKE_WORK/turns"
case $(wc -l <"$FAKE_WORK/turns") in
1 | 3) ran 10 "$FAKE_WORK/one.plan"; exit 1 ;;
2 | 4) ran 10 "$FAKE_WORK/two.plan"; exit 1 ;;
*) ran 460 ;;
esac'
code 77 fuzz --runs 500
found 1
says out '^found asan/use-after-poison at=one after 10 executions'
[ "$(tail -n 1 "$work/out")" = "$work/findings/fake/asan-use-after-poison-one-00000004.plan" ] ||
	fail "the last line is not the finding's file: $(cat "$work/out")"
code 77 fuzz --runs 500 --keep-going
found 2
says out '^found asan/use-after-poison at=two after 20 executions'
says out '^2 findings: 500 executions.*; 2 found again$'

# What the corpus has, or a folder of findings.
mkdir -p "$work/corpus/fake/repros"
cp "$work/findings/fake/asan-use-after-poison-one-00000004.plan" "$work/corpus/fake/repros/"
code 77 fuzz --runs 500 --known "$work/corpus"
found 1
says out '^found asan/use-after-poison at=two'
says out '; 1 known, set aside$'
[ -f "$(tail -n 1 "$work/out")" ] || fail "the last line is not the finding's file: $(cat "$work/out")"
code 0 fuzz --runs 500 --known "$work/findings"
found 0
says out '^nothing new found: 500 executions.*; 4 known, set aside$'
# Without a folder it is the corpus beside the build folder.
for arguments in "fake --runs 500 --known" "--known --runs 500 fake" "--runs 500 --known=$work/corpus fake"; do
	rm -f "$work/turns"
	# shellcheck disable=SC2086 # words
	code 77 "$command" fuzz --out "$work/findings" $arguments
	says out '; 1 known, set aside$'
done
code 77 fuzz --runs 500 --known "$work/corpus" --keep-going
found 1
says out '^1 finding: 500 executions.*; 2 known, set aside; 1 found again$'
# A plan of another build counts where it has the verdict in this one.
mkdir -p "$work/elsewhere/fake/repros"
for op in one two; do
	sed 's/^build: .*/build: tsan/; s,^variant:.*,&\nverdict: tsan/data-race at=elsewhere,' "$work/$op.plan" \
		>"$work/elsewhere/fake/repros/tsan-data-race-$op.plan"
done
code 0 fuzz --runs 500 --known "$work/elsewhere"
says out '; 4 known, set aside$'
rm "$work/elsewhere/fake/repros/tsan-data-race-one.plan"
code 77 fuzz --runs 500 --known "$work/elsewhere"
says out '^found asan/use-after-poison at=one'
code 2 fuzz --known "$work/nothing"
says err "there is no folder $work/nothing"
one_line
# Of a class that shows when building.
code 77 "$command" fuzz fake_build --out "$work/findings"
code 0 "$command" fuzz fake_build --out "$work/findings" --known "$work/findings"
says out '^2 known, set aside$'

# Ops: no other one is asked for.
# shellcheck disable=SC2016
FAKE_ENGINE='echo "$CGF_OP" >"$FAKE_WORK/op"; ran 500'
code 0 fuzz --runs 500 --op two --op one --op two
[ "$(cat "$work/op")" = two,one ] || fail "the engine was asked for $(cat "$work/op")"
code 77 "$command" fuzz fake_build --op two --out "$work/findings"
says out '^fake_build buggy gcc-bfd: 4 of 4 fault sets'
for class in fake fake_build; do
	code 2 "$command" fuzz $class --op one --op nothing --out "$work/findings"
	says err "no op 'nothing'; there is one, two$"
	one_line
done

# A process that is worn before it has executed all that it began with makes nothing new: the next one begins anew, and
# where the seeds are too many without them.
# shellcheck disable=SC2016
FAKE_ENGINE='folders=
for argument; do
	case $argument in -*) ;; *) folders="$folders$(ls "$argument" | wc -l) " ;; esac
	case $argument in */corpus-*) for i in 1 2 3 4 5 6 7 8 9; do : >"$argument/$$.$i"; done ;; esac
done
echo $folders >>"$FAKE_WORK/begun"
ran 5
echo cgofault: worn >&2'
code 0 fuzz --runs 25
[ "$(tr '\n' ',' <"$work/begun")" = '0 1,9 1,0 1,9 1,0 1,' ] || fail "processes began with $(tr '\n' ',' <"$work/begun")"
rm "$work/begun"
mkdir "$work/seeds"
for seed in 1 2 3 4 5 6 7 8; do cp "$work/one.plan" "$work/seeds/$seed"; done
code 0 fuzz --runs 25 --seeds "$work/seeds"
[ "$(tr '\n' ',' <"$work/begun")" = '0 9,0 9,0,9,0,' ] || fail "processes began with $(tr '\n' ',' <"$work/begun")"

# ends SECONDS CODE COMMAND...: no later than some seconds after its time, though something waits for ever.
ends() {
	seconds=$1 began=$(date +%s)
	shift
	code "$@"
	took=$(($(date +%s) - began))
	[ "$took" -le $((seconds + 5)) ] || fail "$* takes $took s, not $seconds"
	no_scratch
}

FAKE_ENGINE='ran 10; sleep 600'
ends 2 0 fuzz --seconds 2
says out '^nothing found: 10 executions in [23]'
ends 2 0 fuzz --seconds 2 --engine afl
# shellcheck disable=SC2016
FAKE_ENGINE='ran 10 "$FAKE_WORK/one.plan"; exit 1'
# shellcheck disable=SC2016
FAKE_REPLAY='case $how in "") sleep 600 ;; esac'
rm -r "$work/findings"
ends 2 3 fuzz --seconds 2
says out '^nothing confirmed: '
says err '^cgofault: there was no time to confirm 1 claim: the next fuzz of this class with this --out begins with it$'
one_line
ends 2 3 "$command" fuzz fake_build --seconds 2 --out "$work/findings"
# What is found and only has to be made smaller is found.
FAKE_REPLAY=''
FAKE_ENGINE='ran 500'
code 77 fuzz --runs 500
says out '^found asan/use-after-poison at=one'
code 0 fuzz --runs 500
finish
