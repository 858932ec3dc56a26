#!/bin/sh
# leftovers_test.sh COMMAND: no process outlives a run, whatever it started and however the command ended; what a killed
# run has left in TMPDIR is gone after the next one.
# shellcheck source=tests/cli/fake_programs.sh
. "$(dirname -- "$0")/fake_programs.sh"

# A child that has left its process group and its session, holds stdout open, and is stopped, as AFL++'s are.
cat >"$work/bin/stray" <<'END'
#!/bin/sh
setsid sh -c 'echo $$ >"$FAKE_WORK/stray.new"; mv "$FAKE_WORK/stray.new" "$FAKE_WORK/stray"; kill -STOP $$; sleep 600' &
while [ ! -s "$FAKE_WORK/stray" ]; do
	:
done
END
chmod +x "$work/bin/stray"

# gone: the stray of the last run is dead, or dies without anybody's help.
gone() {
	while kill -0 "$(cat "$work/stray")" 2>/dev/null; do
		:
	done
	rm -f "$work/stray"
}

export FAKE_REPLAY FAKE_ENGINE

# The pipe closes when the run is over.
FAKE_REPLAY=stray
"$command" run "$work/one.plan" | grep -q 'verdict=asan' || fail "no verdict"
gone
"$command" run --times 2 "$work/one.plan" | grep -q '2 of 2' || fail "no two verdicts"
gone

# killed COMMAND...: with SIGKILL, which leaves it no time to do anything.
killed() {
	rm -f "$work/runs"
	mkfifo "$work/runs"
	# shellcheck disable=SC2016 # the fakes evaluate it
	FAKE_REPLAY='stray; echo $FAKE_PARENT >$FAKE_WORK/runs; sleep 600'
	FAKE_ENGINE=$FAKE_REPLAY
	sh -c 'FAKE_PARENT=$$; export FAKE_PARENT; exec "$@"' sh "$@" >/dev/null 2>&1 &
	read -r parent <"$work/runs"
	kill -KILL "$parent"
	wait
	gone
}
killed "$command" run "$work/one.plan"
killed "$command" run --times 2 "$work/one.plan"
killed "$command" fuzz fake --engine libfuzzer --out "$work/out-of-it"
killed "$command" fuzz fake --engine afl --out "$work/out-of-it"
killed "$command" night --out "$work/nights"
[ -n "$(ls "$work/tmp")" ] || fail "nothing was left to clean up"

# One folder is still used, one is another program's, one is empty since its owner died early.
mkdir "$work/tmp/cgofault-abcdef" "$work/tmp/cgofault-others" "$work/tmp/cgofault-tests-123"
touch "$work/tmp/cgofault-others/file"
# shellcheck disable=SC2016 # as above
FAKE_REPLAY='' FAKE_ENGINE='echo >$FAKE_WORK/runs; read -r line <$FAKE_WORK/go'
mkfifo "$work/go"
"$command" fuzz fake --engine libfuzzer --out "$work/out-of-it" >/dev/null 2>&1 &
read -r parent <"$work/runs"
used=$(find "$work/tmp" -name stats)
code 0 "$command" minimize "$work/one.plan"
[ -f "$used" ] || fail "the folder of a hunt that runs was removed"
echo go >"$work/go"
wait
left=$(ls "$work/tmp")
[ "$left" = "cgofault-others
cgofault-tests-123" ] || fail "left in TMPDIR: $left"
finish
