#!/bin/sh
# What a select chooses and the order of a map are the plan's, whatever the threads of the process have done before.
#
# usage: choice_test.sh PROGRAM...  (PROGRAM: build/programs/selftest/replay-BUILD)
set -eu

times=30
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0

# The hop and the other callers leave the threads with more or less to remember.
cat >"$scratch/choice.plan" <<'END'
cgofault plan 1
class: selftest
variant: fixed
seed: 202

call C share 123 hop@selftest_share_unlocked
call C call_back 137
call D choose 101
call D choose 101
call A choose 1
call B choose 3
END

for program; do
	i=0
	while [ "$i" -lt "$times" ]; do
		"$program" "$scratch/choice.plan" 2>/dev/null | tail -n 1
		i=$((i + 1))
	done | sort | uniq -c >"$scratch/verdicts"
	if [ "$(wc -l <"$scratch/verdicts")" != 1 ] || ! grep -q "^ *$times cgofault: verdict=none " "$scratch/verdicts"; then
		echo "$program: $times replays do not agree:"
		cat "$scratch/verdicts"
		status=1
	fi
done
exit $status
