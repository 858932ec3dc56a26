# verbs.sh: what the tests of the command on somebody's package have in common; read by `.`. The test ends with $wrong.
# shellcheck shell=sh
set -u

# shellcheck disable=SC2034 # the tests use it
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GOFLAGS='' GOWORK=off GOPROXY=off GOTOOLCHAIN=local LC_ALL=C
PATH=$PATH:/usr/local/go/bin
wrong=0

fail() {
	echo "$(basename "$0" .sh): $*" >&2
	# shellcheck disable=SC2034 # the tests use it
	wrong=1
}
