#!/bin/sh
# stored_plans_test.sh COMMAND: a plan may come from a pipe, which can be read only once; what is no plan is named so.
# shellcheck source=tests/cli/fake_programs.sh
. "$(dirname -- "$0")/fake_programs.sh"

pipe() {
	# shellcheck disable=SC2002 # a pipe is what this is about
	cat "$work/one.plan" | "$@"
}

found='verdict=asan/use-after-poison at=one'
for name in - /dev/stdin /proc/self/fd/0; do
	code 77 pipe "$command" run "$name"
	says out "$found"
	code 77 pipe "$command" run "$name" --times 3
	says out '3 of 3 agree'
	code 0 pipe "$command" show "$name"
	says out 'call A one'
	code 0 pipe "$command" minimize "$name"
	says out 'call A one'
done
mkfifo "$work/fifo"
cat "$work/one.plan" >"$work/fifo" &
code 77 "$command" run "$work/fifo"
wait
code 0 pipe "$command" promote --corpus "$work/corpus" -
[ -f "$(cat "$work/out")" ] || fail "promote names no file: $(cat "$work/out")"
# Another version may have the same plan and verdict: it does not go without its reproducer.
first=$(cat "$work/out")
sed -i 's/^variant: .*/variant: buggy-v0/' "$first"
code 0 pipe "$command" promote --corpus "$work/corpus" -
[ "$(cat "$work/out")" = "${first%.plan}-buggy.plan" ] || fail "promote stores no second file: $(cat "$work/out")"
code 0 pipe "$command" promote --corpus "$work/corpus" -
says err 'was there before'

code 2 "$command" run - </dev/null
says err 'stdin: no plan came'
one_line
code 2 "$command" run "$work"
says err "$work is a folder; name a plan in it"
one_line
code 2 "$command" run "$work/nothing"
says err 'No such file'
one_line
no_scratch
finish
