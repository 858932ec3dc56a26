#!/bin/sh
# hunt_ends_test.sh COMMAND FAKE_STATS: nothing found is said only after what was asked for has run. An engine that ends
# early, a folder that cannot be written, replays that fail: exit code 3 and one line.
# shellcheck source=tests/cli/fake_programs.sh
. "$(dirname -- "$0")/fake_programs.sh"

export FAKE_REPLAY FAKE_ENGINE
FAKE_REPLAY=''

# broken PATTERN COMMAND...: exit code 3 and one line that holds the pattern
broken() {
	pattern=$1
	shift
	code 3 "$@"
	says err "$pattern"
	one_line
	! grep -q 'nothing found' "$work/out" || fail "says nothing found: $(cat "$work/out")"
	no_scratch
}

fuzz() {
	"$command" fuzz fake --out "$work/findings" "$@"
}

# What was asked for has run.
FAKE_ENGINE='ran 500'
code 0 fuzz --runs 500
says out '^nothing found: 500 executions'
[ ! -s "$work/err" ] || fail "says something on stderr: $(cat "$work/err")"

# An engine that ends early.
FAKE_ENGINE='ran 10'
broken 'ended after 10 executions' fuzz --seconds 60
broken 'ended after 10 executions' fuzz --runs 500
FAKE_ENGINE='exit 0'
broken 'ended after 0 executions.*it said nothing' fuzz --seconds 60
broken 'ended after 0 executions' fuzz --engine afl --seconds 60
FAKE_ENGINE='ran 10; echo a first line; echo the last words; exit 1'
broken 'failed after 10 executions (crash/exit-1): the last words$' fuzz --seconds 60
broken 'failed after 10 executions (crash/exit-1): the last words$' fuzz --engine afl --seconds 60
FAKE_ENGINE='echo cgofault: harness no reason; echo the last words; exit 3'
broken 'failed after 0 executions.*: harness no reason$' fuzz --seconds 60
# shellcheck disable=SC2016 # the fakes evaluate it
FAKE_ENGINE='ran 10; kill -KILL $$'
broken 'failed after 10 executions.*SIGKILL' fuzz --seconds 60

# A plan ran when it ended: what fresh processes do not confirm says nothing about what was not run.
# shellcheck disable=SC2016
silent='case $how in "") echo "cgofault: verdict=none class=fake variant=buggy build=asan plan=1 trace=1"; exit 0 ;; esac'
FAKE_REPLAY=$silent
# shellcheck disable=SC2016
FAKE_ENGINE='ran 10 "$FAKE_WORK/claimed"; kill -KILL $$'
code 3 fuzz --seconds 60
says err 'killed the engine (SIGKILL) after 10 executions'
[ "$(ls "$work/findings/unconfirmed")" ] || fail "the claim is lost"
# shellcheck disable=SC2016
FAKE_ENGINE='ran 10 "$FAKE_WORK/claimed"; exit 1'
code 3 fuzz --seconds 60
says err '20 processes of the engine died in a row'
rm -r "$work/findings"
# The process says that all is well, in the middle of a plan.
FAKE_REPLAY=''
# shellcheck disable=SC2016
FAKE_ENGINE='ran 10 "$FAKE_WORK/claimed"; exit 0'
code 77 fuzz --seconds 60
says out '^found asan/use-after-poison at=one after 10 executions'

# Replays that fail confirm nothing, and deny nothing.
# shellcheck disable=SC2016
FAKE_REPLAY='case $how in "") echo "cgofault: verdict=harness/no-machine class=fake variant=buggy build=asan plan=1 trace=1"; exit 3 ;; esac'
# shellcheck disable=SC2016
FAKE_ENGINE='if [ -f "$FAKE_WORK/once" ]; then ran 490; else touch "$FAKE_WORK/once"; ran 10 "$FAKE_WORK/claimed"; exit 1; fi'
code 3 fuzz --runs 500
says err '1 of 1 claims cannot be confirmed here: the replay ends with harness/no-machine'
rm -f "$work/once"
FAKE_REPLAY=''

# A program that is missing, or none.
mv "$build/programs/main/libfuzzer-asan" "$work/kept"
broken 'libfuzzer-asan was not built' fuzz
echo no program >"$build/programs/main/libfuzzer-asan"
chmod +x "$build/programs/main/libfuzzer-asan"
broken 'cannot run\|failed after 0' fuzz
mv "$work/kept" "$build/programs/main/libfuzzer-asan"
mkdir "$work/empty"
broken 'cannot run afl-fuzz: No such file' env PATH="$work/empty" "$command" fuzz fake --engine afl --out "$work/findings"

# Folders that cannot be written: a file stands there.
FAKE_ENGINE='ran 500'
touch "$work/file"
broken "$work/file: no findings can be written there: File exists" "$command" fuzz fake --runs 500 --out "$work/file"
broken "no findings can be written there: Not a directory" "$command" fuzz fake_build --out "$work/file/below"
TMPDIR=$work/nowhere broken 'cannot make a temporary folder.*No such file' fuzz --runs 500

# All sets of a class that shows when building fail: why, once, and no more sets than it takes to see that.
# shellcheck disable=SC2016
FAKE_REPLAY='case $how in "") echo "cgofault: harness cannot write in /nowhere" >&2; echo "cgofault: verdict=harness/cannot-write class=fake_build variant=buggy build=gcc-bfd plan=1 trace=1"; exit 3 ;; esac'
broken '8 of 8 fault sets could not be run: cannot write in /nowhere' "$command" fuzz fake_build --out "$work/findings"
# One fails: that is no silence either. What is found counts.
# shellcheck disable=SC2016
FAKE_REPLAY='case $how,$called$(tail -n 1 "$file") in ,one*one\ first) echo "cgofault: harness odd" >&2; echo "cgofault: verdict=harness/odd class=fake_build variant=buggy build=gcc-bfd plan=1 trace=1"; exit 3 ;; esac'
broken '1 of 8 fault sets could not be run: odd' "$command" fuzz fake_build --variant fixed --out "$work/findings"
code 77 "$command" fuzz fake_build --out "$work/findings"
says err '1 of 8 fault sets could not be run: odd'
says out 'fake_build/asan-use-after-poison-one-00000004.plan$'
# A machine that lacks what sets need.
# shellcheck disable=SC2016
FAKE_REPLAY='case $how,$called in ,two) echo "cgofault: verdict=harness/unavailable class=fake_build variant=fixed build=gcc-bfd plan=1 trace=1"; exit 3 ;; esac'
broken '4 of 8 fault sets need what this machine does not have' "$command" fuzz fake_build --variant fixed --out "$work/findings"
FAKE_REPLAY=''
code 0 "$command" fuzz fake_build --variant fixed --out "$work/findings"
says out '8 of 8 fault sets'

# A disk that is full from the start, in a name space of its own.
if unshare -rm true 2>/dev/null; then
	mkdir "$work/small"
	# shellcheck disable=SC2016 # for the shell in there
	full='mount -t tmpfs -o size=64k small "$1" && shift && exec "$@"'
	FAKE_ENGINE='ran 500'
	broken "$work/small: no findings can be written there: No space left" unshare -rm sh -c "$full" sh "$work/small" \
		"$command" fuzz fake --runs 500 --out "$work/small"
	TMPDIR=$work/small broken 'cannot make a temporary folder.*No space left' unshare -rm sh -c "$full" sh "$work/small" \
		"$command" fuzz fake --runs 500 --out "$work/findings"
fi
finish
