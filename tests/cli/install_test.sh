#!/bin/sh
# install_test.sh CMAKE BUILD: cmake --install puts the command, its manual page and its completion where they are looked
# for, and each says what --help says.
set -eu

cmake=$1 build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "install_test: $*" >&2
	exit 1
}

"$cmake" --install "$build" --prefix "$work/to" --component command >"$work/log" 2>&1 || {
	cat "$work/log" >&2
	fail "cmake --install fails"
}
command=$work/to/bin/cgofault
[ -s "$work/to/lib/libcgofault_own.a" ] || fail "what test links into the tests of a package is not installed"
"$command" --version | grep -q '^cgofault [0-9]' || fail "the command says no version"
page=$work/to/share/man/man1/cgofault.1
verbs=$("$command" --help | sed -n 's/^  \([a-z]*\) .*/\1/p')
[ "$(echo "$verbs" | wc -w)" -ge 10 ] || fail "--help lists too few verbs: $verbs"
for verb in $verbs; do
	options=$("$command" "$verb" --help | sed -n 's/^  \(-h, \)\{0,1\}\(--[a-z-]*\) .*/\2/p')
	grep -q "^.SH \"CGOFAULT $(echo "$verb" | tr '[:lower:]' '[:upper:]')\"" "$page" || fail "the manual page has no $verb"
	for option in $options; do
		grep -q -e "$(echo "$option" | sed 's/-/\\\\-/g') " "$page" || fail "the manual page has no $option of $verb"
	done
done
[ -s "$work/to/share/zsh/site-functions/_cgofault" ] || fail "there is no completion for zsh"

# complete WORD...: what bash offers for the last word
complete_words() {
	bash -c '
		. "$1"
		shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_cgofault
		echo "${COMPREPLY[*]}"' bash "$work/to/share/bash-completion/completions/cgofault" "$command" "$@"
}

[ "$(complete_words mini)" = minimize ] || fail "bash completes 'mini' by '$(complete_words mini)'"
[ "$(complete_words run --tim)" = --times ] || fail "bash completes 'run --tim' by '$(complete_words run --tim)'"
[ "$(complete_words --ver)" = --version ] || fail "bash completes '--ver' by '$(complete_words --ver)'"
: >"$work/one.plan"
[ "$(cd "$work" && complete_words show one)" = one.plan ] || fail "bash completes no file"
