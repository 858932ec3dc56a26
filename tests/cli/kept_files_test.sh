#!/bin/sh
# kept_files_test.sh COMMAND: what is interrupted says so, and what was kept before stays.
# shellcheck source=tests/cli/fake_programs.sh
. "$(dirname -- "$0")/fake_programs.sh"

# interrupted SIGNAL COMMAND...: sends it the signal once a replay or an engine runs, which then waits for ever.
interrupted() {
	signal=$1
	shift
	rm -f "$work/runs"
	mkfifo "$work/runs"
	(
		read -r parent <"$work/runs"
		kill -s "$signal" "$parent"
	) &
	# shellcheck disable=SC2016 # the fakes evaluate it
	FAKE_REPLAY='echo $FAKE_PARENT >$FAKE_WORK/runs; sleep 600'
	FAKE_ENGINE=$FAKE_REPLAY
	export FAKE_REPLAY FAKE_ENGINE
	# The shell that says its number becomes the command.
	code 130 sh -c 'FAKE_PARENT=$$; export FAKE_PARENT; exec "$@"' sh "$@"
	unset FAKE_REPLAY FAKE_ENGINE
	says err '^cgofault: interrupted$'
	! grep -q 'nothing found' "$work/out" || fail "says nothing found: $(cat "$work/out")"
	wait
	no_scratch
}

for signal in INT TERM HUP; do
	interrupted $signal "$command" fuzz fake --engine libfuzzer --seconds 600 --out "$work/out-of-it"
done
interrupted INT "$command" fuzz fake --engine afl --seconds 600 --out "$work/out-of-it"
interrupted INT "$command" run "$work/one.plan"
interrupted INT "$command" run --times 2 "$work/one.plan"
interrupted INT "$command" minimize "$work/one.plan"
interrupted INT "$command" night --minutes 10 --out "$work/nights"

# What promote would write is there already, with a comment of its reviewer.
code 0 "$command" promote --corpus "$work/corpus" "$work/one.plan"
kept=$(cat "$work/out")
echo '# reviewed' >>"$kept"
cp "$kept" "$work/before"
interrupted INT "$command" promote --corpus "$work/corpus" "$work/one.plan"
cmp "$kept" "$work/before" || fail "promote, interrupted, has changed $kept"
code 0 "$command" promote --corpus "$work/corpus" "$work/one.plan"
says err 'stays as it is'
cmp "$kept" "$work/before" || fail "promote has changed $kept"
# From the second replay in the corpus on the verdict differs: nothing is promoted, nothing deleted.
# shellcheck disable=SC2016,SC2089,SC2090 # as above
FAKE_REPLAY='case $(basename "$file") in asan-*) echo "cgofault: verdict=none class=fake variant=buggy build=asan plan=1 trace=1"; exit 0 ;; esac'
# shellcheck disable=SC2090
export FAKE_REPLAY
code 3 "$command" promote --corpus "$work/corpus" "$work/one.plan"
says err 'not promoted'
cmp "$kept" "$work/before" || fail "promote, refused, has changed $kept"
code 3 "$command" promote --corpus "$work/corpus" "$work/two.plan"
[ "$(find "$work/corpus" -type f | wc -l)" = 1 ] || fail "more than one file in the corpus"
unset FAKE_REPLAY

# A full stdout, and a full disk.
for arguments in list "show $work/one.plan" "pack $work/one.plan" "minimize $work/one.plan" "run --times 2 $work/one.plan" \
	--help; do
	status=0
	# shellcheck disable=SC2086 # words
	"$command" $arguments >/dev/full 2>"$work/err" || status=$?
	[ $status = 3 ] || fail "$arguments to a full stdout exits with $status"
	says err 'cannot write to stdout'
	[ "$(grep -c stdout "$work/err")" = 1 ] || fail "$arguments says it twice: $(cat "$work/err")"
done
# By a link: a command that renames a file to this name must not take the device away.
ln -s /dev/full "$work/full"
code 3 "$command" minimize -o "$work/full" "$work/one.plan"
says err "$work/full: No space left"
says out '^call A one'
no_scratch
finish
