#!/bin/sh
# boundary_test.sh COMMAND LIBRARY: packages with one form each of what cgo generates are built with their C calls open, by
# `cgofault toolexec`, and their tests are run: every call is seen, at its Go line; the tests pass untouched, and under
# every fault that they suffer; a finalizer has ended when the call goes on; and cgo's text in another form is refused by
# name.
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine cannot build with AddressSanitizer.
set -u

command=$1
library=$2
fixtures=$(CDPATH='' cd -- "$(dirname -- "$0")/fixtures" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=$PATH:/usr/local/go/bin
export PATH GOFLAGS='' GOWORK='' GOPROXY=off GOTOOLCHAIN=local LC_ALL=C
export GOMAXPROCS=1 GODEBUG=clobberfree=1,gcstoptheworld=2,asyncpreemptoff=1 GOGC=off
wrong=0

fail() {
	echo "boundary_test: $*"
	wrong=1
}

# Go's build cache sees another name, and not that a file has changed.
inside=$work/libcgofault_own-$(cksum <"$library" | tr ' ' -).a
cp "$library" "$inside"

# build FOLDER PACKAGES OUT [COMMAND...]: the tests below FOLDER; the last is what -toolexec runs.
build() {
	(
		cd "$1" || exit
		out=$3
		export CGOFAULT_OWN_PACKAGES="$2" CGOFAULT_OWN_REFUSED="$work/refused"
		export CGO_CFLAGS="-g -O1 -fno-omit-frame-pointer"
		shift 3
		GOMAXPROCS='' GOGC='' GODEBUG='' timeout 500 go test -c -asan -toolexec="${*:-$command toolexec}" \
			-ldflags="-checklinkname=0 -extldflags=$inside" -o "$out" ./...
	) >"$work/build" 2>&1 || {
		cat "$work/build"
		fail "cannot build $1"
		exit 1
	}
}

# run BINARY FAULT [argument...]: its output in $work/out, the trace in $work/trace.
run() {
	binary=$1
	fault=$2
	shift 2
	: >"$work/trace"
	# A test runs in its package's folder.
	CGOFAULT_OWN_FAULT=$fault CGOFAULT_OWN_TRACE=$work/trace timeout 60 "$binary" -test.v -test.count=1 "$@" >"$work/out" 2>&1
}

# passes BINARY FAULT [argument...]
passes() {
	run "$@" || {
		fail "$(basename "$1") does not pass with the fault '$2', exit code $?:"
		head -n 20 "$work/out"
	}
}

# says TEXT: the last run's output has the line.
says() {
	grep -qF -- "$1" "$work/out" || {
		fail "after $fault: not told: $1"
		head -n 20 "$work/out"
	}
}

echo 'package main; func main() {}' >"$work/try.go"
go build -asan -o "$work/try" "$work/try.go" >/dev/null 2>&1 || {
	echo "skipped: go build -asan does not work here"
	exit 77
}

# ---- every form: all calls seen ----

forms=$fixtures/forms
packages=$(cd "$forms" && go list -f '{{if .CgoFiles}}{{.ImportPath}}{{end}}' ./... | paste -sd,)
mkdir "$work/forms"
build "$forms" "$packages" "$work/forms/"
[ ! -s "$work/refused" ] || fail "refused: $(cat "$work/refused")"

for binary in "$work/forms"/*.test; do
	package=$(basename "$binary" .test)
	passes "$binary" ''
	cp "$work/trace" "$work/$package.trace"
	awk -v package="$package" '$1 == "call" { print package, $2, $4 }' "$work/trace"
done | sort | uniq -c | awk '{ print $2, $3, $4, $1 }' >"$work/seen"
# The left side of a pipe is a process of its own, and so is its `wrong`.
grep '^boundary_test' "$work/seen" && wrong=1

# How often, where that is known.
grep -v '^#' "$forms/calls" | awk -v seen="$work/seen" '
	BEGIN { while ((getline line < seen) > 0) { split(line, w, " "); count[w[1] " " w[2] " " w[3]] = w[4] } }
	{
		key = $1 " " $2 " " $3
		if (!(key in count) ? $4 != "+" : $4 != "+" && count[key] != $4)
			print key ": " count[key] + 0 " calls, not " $4
		delete count[key]
	}
	END { for (key in count) print key ": not expected" }' >"$work/differ"
[ ! -s "$work/differ" ] || fail "calls: $(cat "$work/differ")"

# ---- the Go line of each: it has the call ----

lines=0
for trace in "$work"/*.trace; do
	package=$(basename "$trace" .trace)
	awk '$1 == "call" && $4 != "cb" { print $2, $5 }' "$trace" | sort -u >"$work/places"
	while read -r name pc; do
		place=$(printf '0x%x\n' $((0x$pc - 1)) | go tool addr2line "$work/forms/$package.test" | tail -n 1)
		text=$(sed -n "${place##*:}p" "${place%:*}" 2>/dev/null)
		case $name in _Cmalloc) name=CString ;; esac
		case $text in
		*C."$name"*) lines=$((lines + 1)) ;;
		*) fail "$package: $name is called at $place: $text" ;;
		esac
	done <"$work/places"
done
[ "$lines" -ge 50 ] || fail "only $lines lines were looked at"

# ---- every fault: it fires, and correct tests pass ----

fired=0
while read -r package name form count; do
	case $package/$name/$count in
	\#*) continue ;;
	freed/handle_read/*) continue ;; # the bug, below
	*/+) continue ;;                 # perhaps not called at all
	esac
	case $form in
	cb) faults="gc@$name.callback#1" ;;
	c2) faults="gc@$name.entry#1 gc@$name.return#1 leave@$name=EAGAIN#1" ;;
	*) faults="gc@$name.entry#1 gc@$name.return#1" ;;
	esac
	for fault in $faults; do
		case $fault in
		leave@reset*) continue ;;    # the test asks whether it fires, below
		gc@panics.return*) continue ;; # it never returns
		esac
		passes "$work/forms/$package.test" "$fault"
		if grep -qxF "fired $fault" "$work/trace"; then
			fired=$((fired + 1))
		elif ! grep -qF "not $fault " "$work/trace"; then
			fail "$package: $fault neither fired nor says why not"
		fi
	done
done <"$forms/calls"
[ "$fired" -ge 100 ] || fail "only $fired faults fired"

run "$work/forms/errors.test" leave@same=EAGAIN#1 -test.run TestLeft
says 'left: resource temporarily unavailable'
run "$work/forms/errors.test" '' -test.run TestLeft
says 'left: <nil>'

# says_not FORM FAULT WHY: what correct code has to be spared.
says_not() {
	passes "$work/forms/$1.test" "$2"
	grep -qxF "not $2 $3" "$work/trace" || fail "$1: not told of $2: $3"
}

says_not errors leave@half=EAGAIN#2 'the call has set errno itself'
says_not errors leave@reset=EAGAIN#1 'the call has set errno itself'
says_not errors leave@clear=EAGAIN#1 'it has no result: errno is all that it tells'
says_not errors leave@next_of_none=EAGAIN#1 'its result may say that it failed'
says_not errors leave@minus_one=EAGAIN#1 'its result may say that it failed'
says_not errors leave@strtol=EAGAIN#1 'errno says something there although the call succeeded'
says_not inline leave@sum=EAGAIN#1 'Go does not take errno here'

# Frames that a panic has gone past take no room from later calls.
passes "$work/forms/callback.test" gc@add_by_go.return#2
grep -qxF 'fired gc@add_by_go.return#2' "$work/trace" || fail "no room after panics"

says_not initial gc@make_it.entry#1 "Go's packages are being initialized: nothing can collect"

for bad in gc@sum.middle#1 gc@sum.entry#0 gc@sum.entry gc@nobody.entry#1 gc@sum.callback#1 leave@sum=ENOSUCH#1 sum; do
	run "$work/forms/inline.test" "$bad"
	code=$?
	[ "$code" = 3 ] || fail "'$bad' ends with $code"
	grep -qF "cgofault: $bad " "$work/out" || fail "'$bad' is not refused by name"
done

# ---- what a collection is: finalizers and cleanups have ended ----

for GOMAXPROCS in 1 4; do
	collected=$work/forms/collected.test
	passes "$collected" '' -test.run TestCount
	says 'count: 0'
	passes "$collected" gc@count.entry#1 -test.run TestCount
	says 'count: 2'
	passes "$collected" gc@count.return#1 -test.run TestCount
	says 'count: 0'
	passes "$collected" gc@ended.entry#1 -test.run TestEnded
	says 'ended: true'
	passes "$collected" gc@locked_call.entry#1 -test.run TestLocked
	passes "$collected" gc@note.entry#1 -test.run TestInFinalizer
	grep -qxF 'fired gc@note.entry#1' "$work/trace" || fail "no fault in a finalizer's own call"
	passes "$collected" gc@note.return#1 -test.run TestInFinalizer
done
GOMAXPROCS=1

# ---- freed while in use ----

if run "$work/forms/freed.test" gc@handle_read.entry#1 -test.run TestBuggy; then
	fail "handle_read passes although a finalizer frees its argument"
fi
read_pc=$(awk '$1 == "call" && $2 == "handle_read" { print $5 }' "$work/trace")
close_pc=$(awk '$1 == "call" && $2 == "handle_close" { print $5 }' "$work/trace")
says "cgofault: own contract/freed-in-use at=handle_read argument=2 call=1 pc=$read_pc by=handle_close bypc=$close_pc"
passes "$work/forms/freed.test" gc@handle_read.entry#1 -test.run TestFixed
passes "$work/forms/freed.test" gc@handle_take.entry#1 -test.run TestFixed

# ---- kept when the call is over ----

if run "$work/forms/kept.test" kept@queue_put#1 -test.run TestBuggy; then
	fail "queue_put passes although C keeps the address of dead memory"
fi
put_pc=$(awk '$1 == "call" && $2 == "queue_put" { print $5 }' "$work/trace")
size_pc=$(awk '$1 == "call" && $2 == "queue_size" { print $5; exit }' "$work/trace")
says "cgofault: own contract/kept-pointer at=queue_put argument=2 call=1 pc=$put_pc by=queue_size bypc=$size_pc"
# Pinned, or alive until C has another one: only told.
for call in 1 2; do
	passes "$work/forms/kept.test" kept@queue_put#$call -test.run TestFixed
	grep -q "^kept queue_put argument=2 call=$call .* bytes=16 offset=8\$" "$work/trace" || fail "what C keeps is not told"
done
says_not kept kept@queue_put#4 'no argument that points to Go memory stays in C memory'
says_not kept kept@queue_sum#1 'no argument that points to Go memory stays in C memory'
says_not kept kept@queue_size#1 'no argument that points to Go memory stays in C memory'

# ---- modules of other kinds ----

build "$fixtures/vendored" example.com/dep,example.com/vendored/uses "$work/vendored.test"
passes "$work/vendored.test" gc@dep_answer.entry#1
[ "$(awk '$1 == "call" { print $2 }' "$work/trace" | paste -sd' ')" = 'plus dep_answer' ] || fail "vendor: $(cat "$work/trace")"
build "$fixtures/workspace/app" example.com/app,example.com/library "$work/workspace.test"
passes "$work/workspace.test" gc@library_half.entry#1
[ "$(awk '$1 == "call" { print $2 }' "$work/trace" | paste -sd' ')" = 'app_double library_half' ] || fail "workspace: $(cat "$work/trace")"
# A package that is not in the list is left alone.
build "$fixtures/workspace/app" example.com/app "$work/workspace.test"
passes "$work/workspace.test" ''
[ "$(awk '$1 == "call" { print $2 }' "$work/trace" | paste -sd' ')" = app_double ] || fail "workspace: $(cat "$work/trace")"

# ---- a cgo that generates another text ----

# doctored SED PACKAGE: cgo's output is changed by sed before the boundary sees it.
doctored() {
	mkdir -p "$work/doctor"
	cat >"$work/doctor/cgo" <<-EOF
		#!/bin/sh
		case \$1 in
		-V=full)
			echo "\$("\$REAL_CGO" -V=full) doctored-$(printf %s "$1" | cksum | tr ' ' -)-$(basename "$work")"
			exit
			;;
		esac
		"\$REAL_CGO" "\$@" || exit
		for file in "\$2"/*.cgo2.c "\$2"/_cgo_export.c; do
			[ ! -f "\$file" ] || sed -i "$1" "\$file"
		done
	EOF
	cat >"$work/doctor/toolexec" <<-EOF
		#!/bin/sh
		# $1
		case \$1 in
		*/cgo)
			REAL_CGO=\$1
			export REAL_CGO
			shift
			set -- "$work/doctor/cgo" "\$@"
			;;
		esac
		exec "$command" toolexec "\$@"
	EOF
	chmod +x "$work/doctor/cgo" "$work/doctor/toolexec"
	rm -f "$work/refused"
	build "$forms/$2" "example.com/forms/$2" "$work/doctored.test" "$work/doctor/toolexec"
}

# refused FUNCTION WHY: told while building, and by each run of what was built.
refused() {
	grep -q "^example.com/forms/[a-z]*	$1	.*$2" "$work/refused" || fail "$1 is not refused: $(cat "$work/refused" 2>&1)"
	run "$work/doctored.test" ''
	grep -q "^refused example.com/forms/[a-z]* $1 .*$2" "$work/trace" || fail "$1 is not refused in the trace"
}

doctored '/_Cfunc_sum(/,/^}/s/_cgo_tsan_release/_cgo_tsan_free/; /^#define _cgo_tsan_release/a #define _cgo_tsan_free()' inline
refused sum _cgo_tsan_release
[ "$(wc -l <"$work/refused")" = 1 ] || fail "more is refused than was doctored: $(cat "$work/refused")"
passes "$work/doctored.test" gc@sum.entry#1
grep -q '^call sum 1 c ' "$work/trace" || fail "a refused function is not stood before from outside"
grep -qxF 'fired gc@sum.entry#1' "$work/trace" || fail "no fault from outside"
awk '$1 == "call" && $2 == "sum" { print $5 }' "$work/trace" | grep -qv '^0$' || fail "no Go line from outside"

doctored '/_C2func_same(/,/^}/s/_cgo_errno = errno/_cgo_errno = (errno)/' errors
refused same errno
passes "$work/doctored.test" leave@same=EAGAIN#1
grep -qxF 'not leave@same=EAGAIN#1 it has no result: errno is all that it tells' "$work/trace" ||
	fail "an errno was left by a call whose result is not known"

doctored 's/_Cfunc_sum(void \*v)/_Cfunc_sum(void *w)/; /_Cfunc_sum(/,/^}/s/_cgo_a = v/_cgo_a = w/' inline
refused sum 'not seen'
passes "$work/doctored.test" ''
! grep -q '^call sum ' "$work/trace" || fail "a function without a head was opened"

doctored '/crosscall2(_cgoexp.*goAdd/s/crosscall2(/crosscall2 (/' callback
refused goAdd 'not seen'
passes "$work/doctored.test" ''

[ "$wrong" = 0 ] && echo "right: $lines Go lines, $fired faults"
exit "$wrong"
