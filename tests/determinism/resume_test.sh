#!/bin/sh
# Goroutines that are parked inside C for one caller are resumed in the order in which the story names them, which is not
# the one in which their threads came to C: the kernel decides that one. Of three goroutines Go starts the last one first.
#
# usage: resume_test.sh PROGRAM  (PROGRAM: build/programs/selftest/replay-plain)
set -eu

program=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# goes_on STEPS: who goes on, in its order, where these stand under the call.
goes_on() {
	{
		echo "cgofault plan 1"
		echo "class: selftest"
		echo "variant: fixed"
		echo
		echo "call A spawn_wait 2 late@selftest_note.entry late@selftest_note.entry#2 late@selftest_note.entry#3"
		printf '%s' "$1"
	} >"$scratch/plan"
	"$program" --story "$scratch/plan" 2>&1 >"$scratch/verdict" |
		sed -n 's/^cgofault: story [0-9]* *\(.*\) goes on entry$/\1/p'
	grep -q "verdict=none" "$scratch/verdict" || cat "$scratch/verdict"
}

printf 'x1\nx2\nx3\n' >"$scratch/wanted"
# The plan resumes them, or its end does.
for steps in 'resume A
resume A
resume A
' 'gc
'; do
	goes_on "$steps" | diff "$scratch/wanted" - || {
		echo "resumed in another order than that of their names, by: ${steps}"
		exit 1
	}
done
