# coverage_run.sh: targets run over their inputs, each process to its end, since one that dies writes no coverage. Read by
# `coverage`, which has set OUT, work, classes, corpus, seconds.
# shellcheck shell=sh disable=SC2034,SC2154 # what `coverage` reads and has set

# Inputs that one process gets.
inputs_max=200

say() {
	echo "$class: $*" >>"$folder/said"
}

# run_inputs FIRST LAST: one process of the target over these lines of the list. Sets code, and ran: how many it began.
run_inputs() {
	tag=$((tag + 1))
	sed -n "$1,$2p" "$folder/list" >"$folder/these"
	set --
	while IFS= read -r file; do
		set -- "$@" "$file"
	done <"$folder/these"
	LLVM_PROFILE_FILE=$folder/c/$tag.profraw GOCOVERDIR=$folder/go timeout -k 5 "$left" \
		"$OUT/$class" -timeout=60 -rss_limit_mb=2560 -artifact_prefix="$folder/" "$@" >"$folder/log" 2>&1 </dev/null &
	child=$!
	code=0
	wait "$child" || code=$?
	child=''
	ran=$(grep -c '^Running: ' "$folder/log")
}

# What the process that died said of it.
last_words() {
	words=$(grep -m 1 -E '^cgofault: |^panic: |^fatal error: |ERROR: ' "$folder/log")
	echo "${words:-$(tail -n 1 "$folder/log")}"
}

# Of a process that ended well. 1: it wrote no coverage, or left inputs out.
check_written() {
	written=$(find "$folder/go" -name 'covcounters.*' | wc -l)
	if ! [ -s "$folder/c/$tag.profraw" ]; then
		say "wrote no coverage of C: $OUT/$class is no build for coverage, or it ended before it could"
	elif [ "$written" = "$counters" ]; then
		say "wrote no coverage of Go: $OUT/$class is no build for coverage, or it ended before it could"
	elif [ "$ran" != $((last - first + 1)) ]; then
		say "ended after $ran of $((last - first + 1)) inputs: $(last_words)"
	else
		counters=$written
		return
	fi
	return 1
}

# What a process that dies has reached is lost with it: those inputs that came before its last one run once more.
run_list() {
	first=1 size=$inputs_max
	while [ "$first" -le "$count" ]; do
		left=$((end - $(date +%s)))
		[ "$left" -gt 0 ] || {
			say "is not done after $seconds s: $((first - 1)) of $count inputs counted"
			return
		}
		last=$((first + size - 1))
		[ "$last" -le "$count" ] || last=$count
		run_inputs "$first" "$last"
		if [ "$code" = 0 ]; then
			check_written || return
			first=$((last + 1)) size=$inputs_max
		elif [ "$(date +%s)" -ge "$end" ]; then
			continue
		elif [ "$ran" = 0 ]; then
			say "does not start, exit code $code: $(last_words)"
			return
		else
			file=$(sed -n "$((first + ran - 1))p" "$folder/list")
			echo "$(basename -- "$file"): exit code $code, $(last_words)" >>"$folder/died"
			size=$((ran - 1))
			[ "$size" -gt 0 ] || first=$((first + 1)) size=$inputs_max
		fi
	done
}

run_target() {
	mkdir "$folder/inputs" "$folder/c" "$folder/go"
	unzip -q -o -d "$folder/inputs" "$OUT/${class}_seed_corpus.zip" >"$folder/log" 2>&1 ||
		say "its seeds cannot be read: $(tail -n 1 "$folder/log")"
	{
		find "$folder/inputs" -type f
		[ ! "$corpus" ] || [ ! -d "$corpus/$class" ] || find "$corpus/$class" -type f
	} | sort >"$folder/list"
	count=$(wc -l <"$folder/list")
	tag=0 counters=0 end=$(($(date +%s) + seconds))
	run_list
	[ ! -s "$folder/died" ] || say "died of $(cut -d: -f1 "$folder/died" | sort -u | wc -l) of $count inputs, first of" \
		"$(head -n 1 "$folder/died")"
}

# Takes targets until none is left. A folder is made by one worker alone.
worker() {
	child=''
	trap '[ ! "$child" ] || kill "$child"; exit 143' TERM
	for class in $classes; do
		folder=$work/runs/$class
		mkdir "$folder" 2>/dev/null || continue
		run_target
	done
}

workers=''
end_workers() {
	for process in $workers; do
		kill "$process" 2>/dev/null
		wait "$process"
	done
}

# Sets wrong: 1 where a line says what is.
run_targets() {
	rm -rf "$work/runs"
	mkdir "$work/runs"
	jobs=${CGOFAULT_JOBS:-$(nproc)}
	while [ "$jobs" -gt 0 ]; do
		jobs=$((jobs - 1))
		worker &
		workers="$workers $!"
	done
	for process in $workers; do
		wait "$process"
	done
	workers='' wrong=0
	for class in $classes; do
		[ ! -s "$work/runs/$class/said" ] || {
			cat "$work/runs/$class/said" >&2
			wrong=1
		}
	done
}
