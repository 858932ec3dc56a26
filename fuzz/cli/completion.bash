# Completion of cgofault for bash: the words are those of its own --help.
_cgofault() {
	local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[0]} verb=${COMP_WORDS[1]} words
	if [ "$COMP_CWORD" -eq 1 ]; then
		words="--help --version $("$command" --help 2>/dev/null | sed -n 's/^  \([a-z]*\) .*/\1/p')"
	elif [ "${word#-}" != "$word" ]; then
		words=$("$command" "$verb" --help 2>/dev/null | sed -n 's/^  \(-h, \)\{0,1\}\(--[a-z-]*\) .*/\2/p')
	elif [ "$verb" = fuzz ] || [ "$verb" = demo ]; then
		words=$("$command" list 2>/dev/null | awk '/^[a-z]/ { print $1 }')
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -o filenames -F _cgofault cgofault
