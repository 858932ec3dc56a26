#!/bin/sh
# A reproducer keeps its verdict where PATH has no llvm-symbolizer, and has none where the machine has none: exit code 3.
#
# usage: symbolizer_test.sh PROGRAM PLAN SYMBOLIZER
#	PROGRAM: build/programs/main/replay-asan; PLAN: a reproducer; SYMBOLIZER: the one that the build has found, or ""
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine lets nobody hide its files.
set -u
program=$1 plan=$2 symbolizer=$3
wanted=$(sed -n 's/^verdict: //p' "$plan")

fail() {
	echo "symbolizer_test.sh: $*" >&2
	exit 1
}

# expect CODE VERDICT SHOULD_SAY [COMMAND...]
expect() {
	code=$1 verdict=$2 part=$3
	shift 3
	said=$("$@" "$program" "$plan" 2>&1)
	status=$?
	[ "$status" -eq "$code" ] || fail "exit code $status, not $code: $said"
	case $(printf '%s\n' "$said" | tail -n 1) in
	"cgofault: verdict=$verdict class="*) ;;
	*) fail "the verdict is not $verdict: $said" ;;
	esac
	case $said in
	*"$part"*) ;;
	*) fail "does not say '$part': $said" ;;
	esac
}

expect 77 "$wanted" "" env
if [ -z "$symbolizer" ]; then
	echo "the build has found no llvm-symbolizer"
	exit 77
fi
expect 77 "$wanted" "" env PATH=/nowhere

hidden=$(find /usr/bin /usr/local/bin /usr/lib/llvm-*/bin "$symbolizer" -maxdepth 1 -name 'llvm-symbolizer*' 2>/dev/null)
# shellcheck disable=SC2016 # the shell inside of the namespace expands it; nobody else sees its mounts
hide='for file in $hidden; do mount --bind /dev/null "$(readlink -f "$file")" || exit 78; done
	unset hidden; PATH=/nowhere; exec "$@"'
export hidden
unshare -rm sh -c "for file in \$hidden; do mount --bind /dev/null \"\$(readlink -f \"\$file\")\" || exit 78; done" 2>/dev/null || {
	echo "no namespace for mounts here"
	exit 77
}
expect 3 harness/no-symbolizer "no llvm-symbolizer" unshare -rm sh -c "$hide" sh
