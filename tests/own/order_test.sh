#!/bin/sh
# order_test.sh COMMAND LIBRARY: calls that are late, and hops, in packages with goroutines: the bug that needs them is seen
# in each of many replays, correct programs pass, a fault that did not happen is never told as made, and none of
# cgofault's goroutines is there when the call goes on.
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine cannot build with AddressSanitizer.
. "$(dirname -- "$0")/tests.sh"

mkdir "$work/bugs" "$work/bin"
for package in answer atonce closing lasterror together; do
	cp -R "$fixtures/bugs/$package" "$work/bugs/$package"
done
cp "$fixtures/bugs/go.mod" "$work/bugs/"

# Another goroutine works in C for some milliseconds before it replaces the answer: it is waited for.
mkdir "$work/bugs/slow"
cat >"$work/bugs/slow/slow.go" <<'END'
package slow

/*
#include <time.h>

static int answer;

static int *find(int number)
{
	answer = number;
	return &answer;
}

static void replace(int number)
{
	struct timespec now;

	do
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	while (now.tv_nsec < 4000000);
	answer = number;
}
*/
import "C"

func Find(number int) int { return int(*C.find(C.int(number))) }
func Replace(number int)  { C.replace(C.int(number)) }
END
cat >"$work/bugs/slow/slow_test.go" <<'END'
package slow

import "testing"

func TestSlow(t *testing.T) {
	ended := make(chan bool)
	go func() {
		Replace(2)
		close(ended)
	}()
	if got := Find(1); got != 1 {
		t.Error("the answer is ", got)
	}
	<-ended
}
END

# A call that works keeps the P; one that waits for another goroutine gives it away.
mkdir "$work/bugs/keeps"
cat >"$work/bugs/keeps/keeps.go" <<'END'
package keeps

/*
#include <time.h>
#include <unistd.h>

static void work(void)
{
	struct timespec now, end;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
	do
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	while ((now.tv_sec - end.tv_sec) * 1000000000 + now.tv_nsec - end.tv_nsec < 5000000);
}

static int take(int file)
{
	char byte = 0;

	return read(file, &byte, 1) == 1 ? byte : -1;
}
*/
import "C"

func Work()             { C.work() }
func Take(file int) int { return int(C.take(C.int(file))) }
END
cat >"$work/bugs/keeps/keeps_test.go" <<'END'
package keeps

import (
	"sync/atomic"
	"syscall"
	"testing"
)

func TestWorks(t *testing.T) {
	var others atomic.Int32
	go others.Add(1)
	Work()
	if others.Load() != 0 {
		t.Error("another goroutine went on meanwhile")
	}
}

func TestWaits(t *testing.T) {
	var files [2]int
	if err := syscall.Pipe(files[:]); err != nil {
		t.Fatal(err)
	}
	go syscall.Write(files[1], []byte{42})
	if got := Take(files[0]); got != 42 {
		t.Error("it took ", got)
	}
}
END
packages=$(cd "$work/bugs" && go list ./... | paste -sd,)
build "$work/bugs" "$packages" "$work/bin/"

# told ANSWER FAULT: the trace has the line. One that was written twice ends in blanks.
told() {
	grep -q "^$1 $2 *\$" "$work/trace" || {
		fail "$2: not told: $1"
		grep -v '^call' "$work/trace"
	}
}

# fails TIMES PACKAGE TESTS FAULT WORDS: each time the fault is made, and the test says so.
fails() {
	times=$1
	while [ "$times" -gt 0 ]; do
		times=$((times - 1))
		if run "$work/bin/$2.test" "$4" -test.parallel=8 -test.run "^($3)\$"; then
			fail "$2: $3 passes with $4"
			continue
		fi
		says "$5"
		told fired "$4"
	done
}

# ---- the bugs, each time ----

fails 10 answer TestBuggy late@names_find.return#1 '"name 1" is not "name 2"'
fails 10 lasterror TestBuggy hop@door_open#1 'the last error is 0, not 42'
fails 5 closing TestBuggy late@door_number.entry#1 'cgofault: own contract/freed-in-use at=door_number argument=1 call=1'
fails 3 atonce 'TestBuggy1|TestBuggy2' late@find.return#1 '"name 2" is not "name 1"'

fails 5 slow TestSlow late@find.return#1 'the answer is  2'

# ---- the order is that of Go's queues, however busy the machine is ----

for _ in 1 2 3 4 5 6 7 8 9 10; do
	passes "$work/bin/keeps.test" '' -test.run 'TestWorks|TestWaits'
done

# ---- their twins ----

passes "$work/bin/answer.test" late@names_find.return#1 -test.run TestCorrect
told fired late@names_find.return#1
passes "$work/bin/answer.test" 'late@names_find.entry#1 late@names_find.entry#2 late@names_find.return#1 late@names_find.return#2' \
	-test.run TestCorrect
told fired late@names_find.return#2
passes "$work/bin/lasterror.test" hop@door_open#1 -test.run TestCorrect
told 'not' 'hop@door_open#1 it is locked to its thread'
passes "$work/bin/closing.test" late@door_number.entry#1 -test.run TestCorrect
told fired late@door_number.entry#1
# What the call was given may be somebody else's when it is over.
passes "$work/bin/together.test" late@box_put.return#1 -test.run TestBox
told fired late@box_put.return#1

# ---- nobody is there who would see it ----

passes "$work/bin/lasterror.test" late@door_open.return#1 -test.run TestBuggy
told alone late@door_open.return#1
passes "$work/bin/lasterror.test" hop@door_last_error#1 -test.run TestBuggy
told alone hop@door_last_error#1

# ---- no goroutine of cgofault's is left: the test counts them ----

passes "$work/bin/together.test" 'hop@next#1 hop@next#2 late@next.return#1 late@next.entry#3' -test.run TestCount
for fault in hop@next#1 hop@next#2 late@next.return#1 late@next.entry#3; do
	told fired "$fault"
done

# ---- with more Ps a hop need not happen: it is told as made where the test shows it, and nowhere else ----

for _ in 1 2 3 4 5 6 7 8; do
	if GOMAXPROCS=4 run "$work/bin/lasterror.test" hop@door_open#1 -test.run TestBuggy; then
		told 'not' 'hop@door_open#1 it went on on its own thread'
	else
		told fired hop@door_open#1
	fi
done

# ---- who polls, or computes, is not waited for ----

for fault in late@next.return#1 late@mine_set.entry#1 hop@mine_get#1; do
	passes "$work/bin/together.test" "$fault" -test.run ForEver
done

[ "$wrong" = 0 ] && echo "right"
exit "$wrong"
