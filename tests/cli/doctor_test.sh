#!/bin/sh
# doctor_test.sh COMMAND: doctor says of what this user may not read that it cannot tell, and not that it is well.
# Exit codes: 0 right, 1 wrong, 77 skipped: anybody may read it here.
set -eu

command=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cp "$command" "$work/cgofault" # without programs, doctor ends behind its look at the machine
as=
[ "$(id -u)" != 0 ] || as="setpriv --reuid=65534 --regid=65534 --clear-groups"
if $as cat /proc/sys/vm/mmap_rnd_bits >/dev/null 2>&1; then
	echo "anybody may read vm.mmap_rnd_bits here"
	exit 77
fi
(cd / && $as "$work/cgofault" doctor) >"$work/out" 2>"$work/err" || :
grep -q '^?  *address bits' "$work/out" || {
	echo "doctor_test: doctor tells what it cannot read:" >&2
	cat "$work/out" "$work/err" >&2
	exit 1
}
