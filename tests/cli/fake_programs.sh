#!/bin/sh
# Sourced by the tests of the command. Makes, in a scratch folder, a build folder with a copy of the command and with
# programs that are scripts: a class `fake` with the ops `one` and `two`, whose plans are found as
# asan/use-after-poison in the variant buggy. What they do can be changed by variables of the environment:
#
#	FAKE_REPLAY	a command that the replay program runs before it tells its verdict
#	FAKE_ENGINE	a command that stands for the engine; by default it claims the plan $work/claimed
#
# The tests have two arguments: the command, and build/tests/fake_stats, by which a FAKE_ENGINE says that it executes:
# `ran N`, or `ran N FILE` that ends in the middle of the input in FILE.
# A class `fake_build` shows when building; its ops and faults are one, two, and first, second.
# Sets: command, work, build. Uses: fail, finish.
set -u

given=$1 fake_stats=${2:-}
work=$(mktemp -d) || exit 1
build=$work/build
command=$build/cgofault
failures=0
trap 'rm -rf "$work"' EXIT
# Folders of the command stand where the test can count them.
TMPDIR=$work/tmp
export TMPDIR
mkdir -p "$build/programs/main" "$work/tmp" "$work/bin" "$work/corpus"
cp "$given" "$command"

fail() {
	echo "$0: $*" >&2
	failures=$((failures + 1))
}

finish() {
	[ "$failures" = 0 ] || exit 1
	echo "$0: all is well"
}

# code N COMMAND...: runs it, with its output in $work/out and $work/err
code() {
	wanted=$1 got=0
	shift
	"$@" >"$work/out" 2>"$work/err" || got=$?
	[ "$got" = "$wanted" ] || fail "$* exits with $got, not $wanted: $(cat "$work/out" "$work/err")"
}

# says FILE PATTERN
says() {
	grep -q -e "$2" "$work/$1" || fail "no '$2' in: $(cat "$work/$1")"
}

one_line() {
	[ "$(wc -l <"$work/err")" = 1 ] || fail "more or less than one line on stderr: $(cat "$work/err")"
}

# Not in $TMPDIR alone: what the test has made there does not count.
no_scratch() {
	for folder in "$work"/tmp/* "$work"/tmp/.[!.]*; do
		[ ! -e "$folder" ] || fail "left behind: $folder"
	done
}

# A plan of each op.
for op in one two; do
	printf 'cgofault plan 1\nclass: fake\nvariant: buggy\nbuild: asan\n\ncall A %s\n' $op >"$work/$op.plan"
done
cp "$work/one.plan" "$work/claimed"
printf 'fake\tbuggy,fixed\n' >"$build/programs/main/classes"

cat >"$build/programs/main/replay-asan" <<'END'
#!/bin/sh
how='' variant='' op=''
while [ $# -gt 0 ]; do
	case $1 in
	--class) shift ;;
	--variant) shift; variant=$1 ;;
	--op) shift; op=$1 ;;
	--*) how=$1 ;;
	*) file=$1 ;;
	esac
	shift
done
case $how in
--list)
	for class in fake fake_build; do
		printf "$class"'\tone\tbuggy,fixed\tan op\n'"$class"'\ttwo\tbuggy,fixed\tan op\n'
	done
	exit
	;;
--faults) printf 'fake_build\tfirst\ta fault\nfake_build\tsecond\ta fault\n'; exit ;;
--show | --pack) exec cat "$file" ;;
esac
called=$(sed -n 's/^call A \([a-z]*\).*/\1/p' "$file")
class=$(sed -n 's/^class: //p' "$file")
eval "${FAKE_REPLAY:-}"
case $variant,$called in
fixed,* | *,) name=none at='' exit=0 ;;
*) name=asan/use-after-poison at=" at=$called" exit=77 ;;
esac
echo "cgofault: verdict=$name$at class=$class variant=$variant build=asan plan=0000000$(echo "$called" | wc -c) trace=00000001"
exit $exit
END
cat >"$work/bin/afl-fuzz" <<'END'
#!/bin/sh
for argument; do
	case $argument in
	-o*) folder=${argument#-o}/default/crashes ;;
	--) break ;;
	esac
done
mkdir -p "$folder"
eval "${FAKE_ENGINE:-cp \"\$FAKE_WORK/claimed\" \"\$folder/id:000000\"}"
END
cat >"$build/programs/main/libfuzzer-asan" <<'END'
#!/bin/sh
eval "${FAKE_ENGINE:-exit 1}"
END
mkdir "$build/programs/builds"
printf 'fake_build\tbuggy,fixed\n' >"$build/programs/builds/classes"
cp "$build/programs/main/replay-asan" "$build/programs/builds/replay-gcc-bfd"
chmod +x "$build/programs/builds/replay-gcc-bfd"
[ ! "$fake_stats" ] || ln -s "$fake_stats" "$work/bin/ran"
touch "$build/programs/main/afl-asan"
chmod +x "$build/programs/main/"*-asan "$work/bin/afl-fuzz"
FAKE_WORK=$work
PATH=$work/bin:$PATH
export FAKE_WORK PATH
