#!/bin/sh
# build_machine_test.sh COMMAND: a machine that cannot build says nothing of the programs: exit code 3 and one line that
# says why, for Fixed as for Buggy. Exit code 77: the classes that show when building have no program for gcc and bfd.
set -u

command=$1
build=$(dirname -- "$command")
[ -x "$build/programs/builds/replay-gcc-bfd" ] || exit 77
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
	echo "build_machine_test: $*" >&2
	failures=$((failures + 1))
}

# broken PATTERN COMMAND...
broken() {
	pattern=$1 code=0
	shift
	"$@" >"$work/out" 2>"$work/err" || code=$?
	# On a slow machine a line tells of progress.
	grep -v '^\[' "$work/err" >"$work/lines"
	[ "$code" = 3 ] || fail "$* exits with $code, not 3: $(cat "$work/out" "$work/err")"
	grep -q -e "$pattern" "$work/lines" || fail "no '$pattern' in: $(cat "$work/err")"
	[ "$(wc -l <"$work/lines")" = 1 ] || fail "more or less than one line: $(cat "$work/err")"
	[ ! "$(find "$work/findings" -name '*.plan')" ] || fail "there are findings: $(find "$work/findings" -name '*.plan')"
}

# Commands of every kind but go.
mkdir "$work/bin"
echo "$PATH" | tr ':' '\n' | while read -r folder; do
	ln -s "$folder"/* "$work/bin" 2>/dev/null || :
done
rm -f "$work/bin/go"
fuzz="fuzz stale_header --build gcc-bfd --runs 4 --out $work/findings --variant"
for variant in buggy fixed; do
	# shellcheck disable=SC2086 # words
	{
		broken '4 of 4 fault sets could not be run: there is no go on PATH' env PATH="$work/bin" "$command" $fuzz $variant
		broken '4 of 4 fault sets could not be run: .*GOCACHE' \
			env -u HOME -u GOCACHE -u XDG_CACHE_HOME "$command" $fuzz $variant
	}
done

# small COMMAND...: in a name space of its own, with a build folder on a disk that is full
small() {
	# shellcheck disable=SC2016 # for the shell in there
	unshare -rm sh -c 'mount -t tmpfs -o size=16m small "$1" && mkdir -p "$1/programs/builds" && cp "$2/cgofault" "$1" &&
		cp "$2/programs/builds/replay-gcc-bfd" "$2/programs/builds/classes" "$1/programs/builds" &&
		{ dd if=/dev/zero of="$1/fill" bs=4096 count="$3" 2>/dev/null || :; } && shift 3 && exec "$@"' sh "$work/small" "$build" "$@"
}
if unshare -rm true 2>/dev/null; then
	mkdir "$work/small"
	# shellcheck disable=SC2086 # words
	{
		broken '4 of 4 fault sets could not be run: no room for builds' small 0 "$work/small/cgofault" $fuzz fixed
		broken '4 of 4 fault sets could not be run: .*scratch' small 16384 "$work/small/cgofault" $fuzz fixed
	}
fi
[ "$failures" = 0 ] || exit 1
echo "build_machine_test: all is well"
