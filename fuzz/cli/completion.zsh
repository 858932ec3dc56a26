#compdef cgofault
# Completion of cgofault for zsh: the words are those of its own --help.
_cgofault() {
	local command=${words[1]} verb=${words[2]}
	local -a known
	if (( CURRENT == 2 )); then
		known=(--help --version ${(f)"$($command --help 2>/dev/null | sed -n 's/^  \([a-z]*\) .*/\1/p')"})
	elif [[ ${words[CURRENT]} == -* ]]; then
		known=(${(f)"$($command $verb --help 2>/dev/null | sed -n 's/^  \(-h, \)\{0,1\}\(--[a-z-]*\) .*/\2/p')"})
	elif [[ $verb == fuzz || $verb == demo ]]; then
		known=(${(f)"$($command list 2>/dev/null | awk '/^[a-z]/ { print $1 }')"})
	else
		_files
		return
	fi
	compadd -a known
}
_cgofault "$@"
