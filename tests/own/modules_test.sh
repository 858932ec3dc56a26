#!/bin/sh
# modules_test.sh COMMAND LIBRARY: the boundary in modules with vendor/, in workspaces, and with a cgo that generates another
# text: what has another form is refused by name, and stood before from outside where that is possible.
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine cannot build with AddressSanitizer.
. "$(dirname -- "$0")/tests.sh"

# ---- vendor/ and workspaces ----

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

[ "$wrong" = 0 ] && echo "right"
exit "$wrong"
