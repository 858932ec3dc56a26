#!/bin/sh
# The clock stands still during a run: a goroutine that waits for a mutex gets it by the plan, however long the plan took.
#
# usage: clock_test.sh PROGRAM  (PROGRAM: build/programs/selftest/replay-plain)
set -eu

program=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# A locks the mutex three times; a goroutine waits for it, while the plan collects garbage $1 times.
plan() {
	echo "cgofault plan 1"
	echo "class: selftest"
	echo "variant: fixed"
	echo
	echo "call A mutex_again 1 late@selftest_work.entry late@selftest_work.entry#2"
	echo "call B spawn 0"
	i=0
	while [ "$i" -lt "$1" ]; do
		echo gc
		i=$((i + 1))
	done
	echo "resume A"
	echo "resume A"
}

# Who called what, in its order.
calls() {
	plan "$1" >"$scratch/$1.plan"
	"$program" --story "$scratch/$1.plan" 2>&1 >"$scratch/verdict" |
		sed -n 's/^cgofault: story [0-9]* *\(.* calls .*\) [0-9]*$/\1/p'
	grep -q "verdict=none" "$scratch/verdict" || cat "$scratch/verdict"
}

calls 0 >"$scratch/soon"
calls 60 >"$scratch/late" # far more than the 1 ms after which Go hands a mutex over
grep -q "x1 calls selftest_note" "$scratch/soon" || {
	echo "the goroutine never had the mutex"
	exit 1
}
diff "$scratch/soon" "$scratch/late" || {
	echo "the order of calls depends on how long the plan takes"
	exit 1
}
