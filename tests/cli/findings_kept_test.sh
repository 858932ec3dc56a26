#!/bin/sh
# findings_kept_test.sh COMMAND FAKE_STATS: no finding is lost: not where its folder can be written no longer, not where the
# hunt is killed while it confirms, not where another one has the same folder.
# shellcheck source=tests/cli/fake_programs.sh
. "$(dirname -- "$0")/fake_programs.sh"

export FAKE_REPLAY FAKE_ENGINE
FAKE_REPLAY=''
findings=$work/findings

fuzz() {
	"$command" fuzz fake --out "$findings" "$@"
}

code 2 "$command" fuzz fake --out ''
says err 'out needs a value that is not empty'
one_line

# The folder has gone, and something else stands there.
# shellcheck disable=SC2016 # the fakes evaluate it
FAKE_ENGINE='rm -r "$FAKE_WORK/findings"; touch "$FAKE_WORK/findings"; ran 10 "$FAKE_WORK/claimed"; exit 1'
code 77 fuzz --seconds 60
says err "cannot write in $findings/fake: .*; kept as $build/findings/fake/asan-use-after-poison-one-00000004.plan instead"
[ "$(tail -n 1 "$work/out")" = "$build/findings/fake/asan-use-after-poison-one-00000004.plan" ] ||
	fail "the last line is not the finding's file: $(cat "$work/out")"
[ -f "$build/findings/fake/asan-use-after-poison-one-00000004.plan" ] || fail "the finding is lost"
rm -r "$build/findings" "$findings"
# Nor can the build folder be written: among what is temporary, where no later run removes it.
touch "$build/findings"
code 77 fuzz --seconds 60
kept=$(tail -n 1 "$work/out")
case $kept in "$TMPDIR"/cgofault-findings-*/fake/*.plan) ;; *) fail "the last line is not the finding's file: $kept" ;; esac
rm "$findings"
FAKE_ENGINE='ran 500'
code 0 fuzz --runs 500
[ -f "$kept" ] || fail "the finding is gone after the next run"
rm -r "$build/findings" "${kept%/fake/*}"

# The disk gets full while the engine runs.
if unshare -rm true 2>/dev/null; then
	mkdir "$work/small"
	# shellcheck disable=SC2016
	FAKE_ENGINE='dd if=/dev/zero of="$FAKE_WORK/small/fill" bs=4096 2>/dev/null; ran 10 "$FAKE_WORK/claimed"; exit 1'
	# shellcheck disable=SC2016 # for the shell in there
	code 77 unshare -rm sh -c 'mount -t tmpfs -o size=1m small "$1" && shift && exec "$@"' sh "$work/small" \
		"$command" fuzz fake --seconds 60 --out "$work/small"
	says err "No space left on device; kept as $build/findings/fake/asan-use-after-poison-one-00000004.plan instead"
	[ -f "$build/findings/fake/asan-use-after-poison-one-00000004.plan" ] || fail "the finding is lost"
	rm -r "$build/findings"
fi

# While one hunt confirms its claim, another one with the same folder leaves it alone.
mkfifo "$work/confirms" "$work/go"
# shellcheck disable=SC2016
FAKE_ENGINE='ran 10 "$FAKE_WORK/claimed"; exit 1'
# shellcheck disable=SC2016
FAKE_REPLAY='if [ "$how" = "" ] && mkdir "$FAKE_WORK/first" 2>/dev/null; then echo >$FAKE_WORK/confirms; read -r line <$FAKE_WORK/go; fi'
(
	status=0
	fuzz --seconds 60 >"$work/out.first" 2>&1 || status=$?
	echo $status >"$work/status"
) &
read -r _ <"$work/confirms"
[ "$(ls "$findings/pending")" ] || fail "the claim is not on disk while it is confirmed"
FAKE_REPLAY='' FAKE_ENGINE='ran 500'
code 0 fuzz --runs 500
echo go >"$work/go"
wait
[ "$(cat "$work/status")" = 77 ] || fail "the first hunt exits with $(cat "$work/status"): $(cat "$work/out.first")"
[ ! "$(ls "$findings/pending")" ] || fail "a claim that is judged is still there"
# Two that find the same at the same time.
# shellcheck disable=SC2016
FAKE_ENGINE='ran 10 "$FAKE_WORK/claimed"; exit 1'
for number in 1 2 3 4; do
	(
		status=0
		fuzz --seconds 60 --seed "$number" >"$work/out.$number" 2>&1 || status=$?
		echo $status >"$work/status.$number"
	) &
done
wait
for number in 1 2 3 4; do
	[ "$(cat "$work/status.$number")" = 77 ] || fail "one of four hunts: $(cat "$work/out.$number")"
done
[ "$(find "$findings" -type f)" = "$findings/fake/asan-use-after-poison-one-00000004.plan" ] ||
	fail "more or less than one finding: $(find "$findings" -type f)"
rm -r "$findings"

# killed COMMAND...: with SIGKILL, while it confirms
killed() {
	# shellcheck disable=SC2016
	FAKE_ENGINE='ran 10 "$FAKE_WORK/claimed"; exit 1'
	# shellcheck disable=SC2016
	FAKE_REPLAY='if [ "$how" = "" ]; then echo $FAKE_PARENT >$FAKE_WORK/confirms; sleep 600; fi'
	# The shell that says its number becomes the command.
	sh -c 'FAKE_PARENT=$$; export FAKE_PARENT; exec "$@"' sh "$@" >/dev/null 2>&1 &
	read -r parent <"$work/confirms"
	kill -KILL "$parent"
	wait
	FAKE_REPLAY='' FAKE_ENGINE='ran 500'
}
killed "$command" fuzz fake --out "$findings"
# A hunt of other plans leaves the claim alone; so does one that cannot read it.
code 0 fuzz --variant fixed --runs 500
code 0 fuzz --op two --runs 500
for claim in "$findings"/pending/*.claim; do
	head -c 1000 "$claim" >"$findings/pending/cut.claim"
done
# What a hunt had not written to its end when it was killed.
mkdir -p "$findings/fake"
touch "$findings/pending/.x.claim.1.new" "$findings/fake/.x.plan.1.new"
code 77 fuzz --runs 500
says out '^found asan/use-after-poison at=one'
[ -f "$(tail -n 1 "$work/out")" ] || fail "the last line is not the finding's file: $(cat "$work/out")"
[ ! "$(find "$findings" -name '.*.new')" ] || fail "half a file is left: $(find "$findings" -name '.*.new')"
code 0 fuzz --runs 500
killed "$command" night --out "$work/nights"
# shellcheck disable=SC2016
FAKE_ENGINE='echo $FAKE_PARENT >$FAKE_WORK/confirms; sleep 600'
(
	read -r parent <"$work/confirms"
	kill -INT "$parent"
) &
code 130 sh -c 'FAKE_PARENT=$$; export FAKE_PARENT; exec "$@"' sh "$command" night --out "$work/nights"
wait
grep -q 'NEW: fake buggy: asan/use-after-poison at=one' "$work"/nights/*.2/report.txt ||
	fail "the second night has no finding of the first: $(cat "$work/out")"
rm -r "$work/nights"
# Where no slice can be run a night does not go on to its end.
FAKE_ENGINE='exit 1' FAKE_REPLAY='exit 3'
code 3 "$command" night --minutes 600 --out "$work/nights"
says err 'no slice of this night could be run'
no_scratch
finish
