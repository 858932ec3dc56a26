#!/bin/sh
# usage_test.sh COMMAND: wrong usage of every verb is one clear line on stderr, nothing on stdout, and exit code 2; --help
# is text on stdout and exit code 0.
set -eu

command=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
	echo "usage_test: $*" >&2
	failures=$((failures + 1))
}

# wrong WORD ARGUMENT...: the line on stderr holds WORD
wrong() {
	word=$1
	shift
	code=0
	"$command" "$@" >"$work/out" 2>"$work/err" || code=$?
	[ "$code" = 2 ] || fail "$* exits with $code, not 2"
	[ "$(wc -l <"$work/err")" = 1 ] || fail "$* prints $(wc -l <"$work/err") lines on stderr, not 1"
	[ ! -s "$work/out" ] || fail "$* prints on stdout"
	grep -q -e "$word" "$work/err" || fail "$* does not name '$word': $(cat "$work/err")"
}

for verb in test doctor demo list fuzz run show pack minimize promote night; do
	"$command" "$verb" --help >"$work/out" 2>"$work/err" || fail "$verb --help exits with $?"
	grep -q "^usage: cgofault $verb" "$work/out" || fail "$verb --help shows no usage"
	[ ! -s "$work/err" ] || fail "$verb --help prints on stderr"
	wrong "no option '--nothing'" "$verb" --nothing
done
"$command" --help >"$work/out" || fail "--help exits with $?"
for verb in test doctor demo list fuzz run show pack minimize promote night; do
	grep -q "^  $verb " "$work/out" || fail "--help does not list $verb"
done

wrong "name a verb"
wrong "no verb 'nothing'" nothing
wrong "usage: cgofault run" run
wrong "usage: cgofault fuzz" fuzz
wrong "usage: cgofault fuzz" fuzz one two
wrong "usage: cgofault list" list one
wrong "needs a value" fuzz x --seconds
wrong "a number from 1" fuzz x --seconds many
wrong "a number from 1" fuzz x --seconds 0
wrong "a number from 1" fuzz x --runs 99999999999999999999
wrong "a number from 1" night --minutes -1
wrong "a number from 1" test --calls 9
wrong "a number from 1 to 64" test --jobs 0
wrong "a number from 1 to 64" test --jobs 65
wrong "a number from 1 to 64" test --jobs two
wrong "a number from 1" run x --times 1x
wrong "there is asan, tsan, plain" fuzz canary --build gcc-bfd
wrong "there is gcc-bfd, gcc-lld, clang-bfd, clang-lld" fuzz stale_header --build asan
wrong "without --engine" fuzz stale_header --engine afl

# A name cannot break the line, nor steer a terminal: by a newline, an escape, or a control character of UTF-8.
odd=$(printf 'two\nlines\033[31m\302\233x\377caf\303\251')
wrong 'two?lines?\[31m??x?café' "$odd"
wrong 'two?lines?\[31m??x?café' fuzz "$odd"
wrong 'two?lines?\[31m??x?café' run "$odd"

"$command" list | sed -n 's/^\([a-z][a-z0-9_]*\) (.*/\1/p' >"$work/listed"
# Those that are there for tests of the harness have no corpus, and are not named.
while read -r class; do
	[ ! -d "$(dirname "$0")/../../corpus/$class" ] || echo "$class"
done <"$work/listed" >"$work/classes"
[ -s "$work/classes" ] || fail "list shows no class"
"$command" fuzz --help >"$work/out"
while read -r class; do
	grep -q "^  $class  *[a-z]" "$work/out" || fail "fuzz --help does not name $class and its builds"
done <"$work/classes"

for short in -h --help help; do
	"$command" $short >"$work/out" || fail "$short exits with $?"
	grep -q '^usage: cgofault VERB' "$work/out" || fail "$short shows no usage"
done
"$command" run -h | grep -q '^usage: cgofault run' || fail "run -h shows no usage"
"$command" --version | grep -q '^cgofault [0-9][0-9.]*$' || fail "--version prints no version"

[ "$failures" = 0 ] || exit 1
echo "usage_test: all is well"
