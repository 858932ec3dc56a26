#!/bin/sh
# boundary_test.sh COMMAND LIBRARY: packages with one form each of what cgo generates are built with their C calls open, by
# `cgofault toolexec`, and their tests are run: every call is seen, at its Go line; the tests pass untouched, and under
# every fault that they suffer; a finalizer has ended when the call goes on; what is freed in use, or kept, is found.
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine cannot build with AddressSanitizer.
. "$(dirname -- "$0")/tests.sh"

# ---- every form: all calls seen ----

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
grep '^boundary_test.sh:' "$work/seen" && wrong=1

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
	c2) faults="gc@$name.entry#1 gc@$name.return#1 late@$name.entry#1 hop@$name#1 leave@$name=EAGAIN#1" ;;
	*) faults="gc@$name.entry#1 gc@$name.return#1 late@$name.return#1 hop@$name#1" ;;
	esac
	for fault in $faults; do
		case $fault in
		leave@reset*) continue ;;    # the test asks whether it fires, below
		*@panics.return* | hop@panics*) continue ;; # it never returns
		esac
		passes "$work/forms/$package.test" "$fault"
		if grep -q "^fired $fault *\$" "$work/trace"; then
			fired=$((fired + 1))
		elif ! grep -q -e "^not $fault " -e "^alone $fault *\$" "$work/trace"; then
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

for bad in gc@sum.middle#1 late@sum#1 late@sum.callback#1 hop@#1 gc@sum.entry#0 gc@sum.entry gc@nobody.entry#1 gc@sum.callback#1 leave@sum=ENOSUCH#1 sum; do
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

[ "$wrong" = 0 ] && echo "right: $lines Go lines, $fired faults"
exit "$wrong"
