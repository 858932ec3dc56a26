#!/bin/sh
# artifacts_test.sh LIBFUZZER_PROGRAM: a program of libFuzzer that is run by hand, and dies, leaves nothing in the folder
# where it was started: that may be somebody's checkout. Exit code 77: it was not built.
set -u

program=$1
[ -x "$program" ] || exit 77
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/here" "$work/tmp"
cd "$work/here" || exit 1

# Its every plan that calls an op is found: the bug of a second run of a process.
dies() {
	CGF_CLASS=process_later TMPDIR=$work/tmp "$program" -seed=1 -runs=100000 -max_len=200 -len_control=0 "$@" >"$work/said" 2>&1 && {
		echo "artifacts_test: $program finds nothing" >&2
		exit 1
	}
	cut -c 1-300 "$work/said" | grep 'Test unit written to' >"$work/told"
}

dies
[ ! "$(ls -A)" ] || {
	echo "artifacts_test: left where it was started: $(ls -A)" >&2
	exit 1
}
[ "$(ls "$work/tmp")" ] || {
	echo "artifacts_test: the input is nowhere" >&2
	exit 1
}
grep -q "$work/tmp/" "$work/told" || {
	echo "artifacts_test: the input is not where it says: $(cat "$work/told"), $(ls "$work/tmp")" >&2
	exit 1
}
# Whoever names another place gets it there.
dies -artifact_prefix=mine-
case $(ls -A) in
mine-crash-*) ;;
*)
	echo "artifacts_test: not at the prefix that was asked for: $(ls -A)" >&2
	exit 1
	;;
esac
