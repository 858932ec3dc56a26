#!/bin/sh
# demo_test.sh COMMAND README: the demo does what the README shows, but for paths and for how long it took. That of a class
# shows one bug of it, and that its fix ends it.
set -eu

command=$1 readme=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$command" demo >"$work/said" 2>"$work/err" || {
	cat "$work/said" "$work/err" >&2
	exit 1
}
without_what_differs() {
	sed 's/ *$//; s/ after [0-9]* executions, .*//; s|^.*/build/findings/|findings/|; s/-[0-9a-f]*\.plan$//'
}
awk '/^Once built, .*cgofault demo/ { demo = 1 } demo && /^```/ { if (inside++) exit; next } inside' "$readme" |
	without_what_differs >"$work/shown"
[ -s "$work/shown" ] || {
	echo "demo_test: the README shows no demo" >&2
	exit 1
}
without_what_differs <"$work/said" | diff "$work/shown" - >&2 || {
	echo "demo_test: the demo does something else than the README shows" >&2
	exit 1
}

# of_class CLASS OPTION...
of_class() {
	"$command" demo "$@" >"$work/said" 2>"$work/err" || {
		cat "$work/said" "$work/err" >&2
		exit 1
	}
	if ! grep -q "^cgofault: verdict=[a-z]*/.* class=$1 variant=buggy " "$work/said" ||
		! sed -n '$p' "$work/said" | grep -q "^cgofault: verdict=none class=$1 variant=fixed "; then
		echo "demo_test: the demo of $1 does not show a bug, and then its fix" >&2
		cat "$work/said" >&2
		exit 1
	fi
}
of_class borrowed_result --op rows
of_class undefined_symbol
# What needs no fault shows best: this class is about programs that cannot be linked statically.
of_class static_link
grep -q '^verdict: build/static-link ' "$work/said" || {
	echo "demo_test: the demo of static_link shows another bug than the class is about" >&2
	exit 1
}
