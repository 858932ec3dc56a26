#!/bin/sh
# hangs_test.sh COMMAND: a deadlock that a late call alone shows is found at its Go line, and its twin is silent.
# Exit codes: 0 right, 1 wrong, 77 skipped: this machine cannot build with AddressSanitizer.
. "$(dirname -- "$0")/verbs.sh"

command=$1

cp -R "$here/fixtures/hangs" "$work/hangs"
cd "$work/hangs" || exit 1
needs_asan ./waiting
"$command" test --timeout 3 ./waiting >"$work/out" 2>&1
code=$?
[ "$code" = 77 ] || wrong=1
cat >"$work/wanted" <<'END'
progress/stalled make TestBuggy waiting/waiting.go:44
END
sed -n 's/  *5 of 5$//p' "$work/out" | tr -s ' ' >"$work/found"
diff "$work/wanted" "$work/found" || wrong=1
for words in "2 tests, 3 runs each without faults: all agree" "fault: late@make.return#1" \
	"fix: nobody waits, with a lock that make needs, for what comes after it"; do
	grep -qF "$words" "$work/out" || {
		echo "hangs_test: nothing says '$words'"
		wrong=1
	}
done
[ "$wrong" = 0 ] || {
	echo "hangs_test: cgofault test exits with $code, and says:"
	head -n 40 "$work/out"
}
exit "$wrong"
