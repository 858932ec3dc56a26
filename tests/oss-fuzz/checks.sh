# checks.sh: what is checked of a target. Read by `run`, which has set engine, sanitizer, work, OUT, executions, seconds.
# shellcheck shell=sh disable=SC2154 # what `run` has set

fail() {
	printf 'FAIL %s\n' "$*"
	failed=$((failed + 1))
}

# In classes of which a sanitizer is asked for, others are of no use there.
wanted_targets() {
	for file in "$SRC"/cgofault/targets/*.go; do
		class=$(basename "$file" .go)
		case $class in canary | targets | *_test) continue ;; esac
		[ "$sanitizer" != memory ] || grep -q 'Builds:.*msan' "$file" || continue
		echo "$class" "${class}_buggy"
	done
}

# OSS-Fuzz takes each program that has the function for a target.
check_no_other() {
	wanted_targets | tr ' ' '\n' >"$work/wanted"
	for file in "$OUT"/*; do
		if [ -x "$file" ] && grep -q LLVMFuzzerTestOneInput "$file" && ! grep -qx "$(basename "$file")" "$work/wanted"; then
			case $(basename "$file") in afl-* | honggfuzz | centipede) continue ;; esac
			fail "$file: looks like a target, and is none"
		fi
	done
}

# calls PREFIX: how often the program calls a function of a sanitizer's run time
calls() {
	grep -cE "callq?[ \t]+[0-9a-f]+[ \t]+<__$1" "$work/code"
}

# between WHAT NUMBER LEAST MOST
between() {
	if [ "$2" -lt "$3" ] || [ "$2" -gt "$4" ]; then
		fail "$target: $2 calls of $1; $sanitizer has $3 to $4"
		return 1
	fi
}

# The numbers are those of OSS-Fuzz's own check of a build.
check_sanitizer() {
	objdump -dC "$OUT/$target" >"$work/code"
	most=1000000000
	case $sanitizer in
	address) between __asan "$(calls asan)" 1000 $most && between __msan "$(calls msan)" 0 3 && between __ubsan "$(calls ubsan)" 0 200 ;;
	memory) between __msan "$(calls msan)" 1000 $most && between __asan "$(calls asan)" 0 0 && between __ubsan "$(calls ubsan)" 0 200 ;;
	undefined)
		[ "$engine" != libfuzzer ] || {
			between __ubsan "$(calls ubsan)" 168 $most && between __asan "$(calls asan)" 0 0 && between __msan "$(calls msan)" 0 3
		}
		;;
	esac
}

check_libraries() {
	for library in $(readelf -d "$OUT/$target" | sed -n 's/.*(NEEDED).*\[\(.*\)\.so.*\]/\1/p'); do
		case " $root_libraries " in
		*" $library "*) ;;
		*) fail "$target: needs $library, which is not where it runs" && return 1 ;;
		esac
	done
}

check_seeds() {
	rm -rf "$work/root/corpus" "$work/root/found"
	mkdir -p "$work/root/corpus" "$work/root/found"
	unzip -q -o -d "$work/root/corpus" "$OUT/${target}_seed_corpus.zip" >"$work/log" 2>&1
	if [ "$(find "$work/root/corpus" -type f | wc -l)" = 0 ]; then
		fail "$target: ${target}_seed_corpus.zip holds nothing: $(head -n 1 "$work/log")"
		return 1
	fi
	: >"$work/root/corpus/empty"
	# The runner's own for engines that want a file.
	echo input >"$work/root/corpus/input"
	[ -s "$OUT/$target.options" ] || { fail "$OUT/$target.options: is missing or empty" && return 1; }
}

check_dictionary() {
	[ -s "$OUT/$target.dict" ] || { fail "$OUT/$target.dict: is missing or empty" && return 1; }
}

# The options of libFuzzer that the .options file has, as the runner passes them on.
options() {
	sed -n '/^\[libfuzzer\]/,/^$/s/^\([a-z_]*\) = \(.*\)/-\1=\2/p' "$OUT/$target.options"
}

# The options of a sanitizer that the file has, as one word: sanitizer_options asan
sanitizer_options() {
	sed -n "/^\[$1\]/,/^\$/s/^\([a-z_]*\) = \(.*\)/:\1=\2/p" "$OUT/$target.options" | tr -d '\n'
}

# run_target ARGUMENT...: in the root, as the runner starts a target; what it says is in $work/log
run_target() {
	run_with "$engine" "$@"
}

# reproduce FILE: one input alone, whose report has to name lines, which AFL++ switches off where it fuzzes.
reproduce() {
	run_with libfuzzer "/out/$target" "$@"
}

# run_with ENGINE ARGUMENT... more_asan_options come last.
more_asan_options=''
run_with() {
	surroundings=$1
	shift
	(
		run_surroundings "$surroundings"
		ASAN_OPTIONS=$ASAN_OPTIONS$(sanitizer_options asan)$more_asan_options
		MSAN_OPTIONS=$MSAN_OPTIONS$(sanitizer_options msan)
		in_root /out "$@"
	) >"$work/log" 2>&1 </dev/null
}

libfuzzer() {
	# shellcheck disable=SC2046 # words
	run_target "/out/$target" -rss_limit_mb=2560 $(options) -artifact_prefix=/found/ "-dict=$target.dict" "$@"
}

# honggfuzz ARGUMENT...: as the service starts it, after those of its arguments that never change. What the target prints
# is lost.
honggfuzz() {
	rm -rf "$work/root/tmp/honggfuzz"
	mkdir "$work/root/tmp/honggfuzz"
	run_target /out/honggfuzz -n 1 --exit_upon_crash -v -z -P -S --rlimit_rss 2560 --timeout 25 --dict "/out/$target.dict" \
		--input /corpus --workspace /tmp/honggfuzz "$@" -- "/out/$target"
}

# centipede ARGUMENT...: as base-runner starts it, with the sanitized program alone or the plain one alone
centipede() {
	rm -rf "$work/root/tmp/centipede"
	mkdir "$work/root/tmp/centipede"
	run_target /out/centipede --workdir=/tmp/centipede --corpus_dir=/corpus --fork_server=1 --exit_on_crash=1 --timeout=1200 \
		--rss_limit_mb=4096 --address_space_limit_mb=5120 "--dictionary=/out/$target.dict" "--binary=/out/$target" "$@"
}

check_engine() {
	case $engine in
	libfuzzer)
		libfuzzer -seed=1337 -runs=4
		edges=$(sed -n 's/^INFO: Loaded .*(\([0-9]*\) inline 8-bit counters).*/\1/p' "$work/log")
		[ "${edges:-0}" -ge 100 ] || { fail "$target: coverage of ${edges:-0} places" && return 1; }
		case $target in *_buggy) return 0 ;; esac
		grep -q '^Done 4 runs' "$work/log" || { fail "$target: does not make 4 runs: $(tail -n 3 "$work/log")" && return 1; }
		;;
	honggfuzz)
		honggfuzz -N 100
		grep -qE '^Sz:[0-9]+ Tm:[0-9]+' "$work/log" || { fail "$target: finds nothing new: $(tail -n 3 "$work/log")" && return 1; }
		# C's are some 2600, Go's more than 1000.
		edges=$(sed -n 's/^Summary .*guard_nb:\([0-9]*\).*/\1/p' "$work/log")
		[ "${edges:-0}" -ge 3000 ] || { fail "$target: coverage of ${edges:-0} places" && return 1; }
		;;
	centipede)
		centipede --num_runs=100
		grep -qF '[S0.0] begin-fuzz: ft: 0 corp: 0/0' "$work/log" || { fail "$target: does not begin: $(tail -n 3 "$work/log")" && return 1; }
		case $target in *_buggy) return 0 ;; esac
		# cov: of C; usr0: of Go.
		grep -q ' cov: [1-9].* usr0: [1-9]' "$work/log" || { fail "$target: no coverage: $(tail -n 3 "$work/log")" && return 1; }
		;;
	esac
}

check_target() {
	case $target in *[!a-zA-Z0-9_-]*) fail "$target: no name for a target" ;; esac
	[ -x "$OUT/$target" ] || { fail "$target: is not built" && return 1; }
	check_libraries && check_sanitizer && check_seeds && check_dictionary && check_engine
}

# What the report in $work/log says, in the words of a verdict; the engines' own line of the abort that follows is none.
verdict() {
	sed -n 's/^cgofault: found \([^ ]*\).*/\1/p
		s/^panic: .*/go-panic/p
		s/^fatal error: .*/go-fatal/p
		s/^SIGSEGV: .*/crash\/SIGSEGV/p
		/: ABRT /d
		s/^[a-z_]*(): .*/crash\/SIGABRT/p
		s/AddressSanitizer: attempting double-free /AddressSanitizer: double-free /
		s/AddressSanitizer: attempting free /AddressSanitizer: bad-free /
		s/.*ERROR: AddressSanitizer: \([^ ]*\) .*/asan\/\1/p
		s/.*WARNING: MemorySanitizer: \([^ ]*\).*/msan\/\1/p
		s/.*ERROR: LeakSanitizer: .*/lsan\/leak/p' "$work/log" | head -n 1
}

# Executions that the engine has made, by $work/log.
made() {
	case $engine in
	libfuzzer) sed -n 's/^#\([0-9]*\)[\t ].*/\1/p' "$work/log" | tail -n 1 ;;
	afl) sed -n 's/^execs_done *: //p' "$work/root/tmp/afl/default/fuzzer_stats" ;;
	centipede) sed -n 's/.*\[S0\.\([0-9]*\)\] end-fuzz: .*/\1/p' "$work/log" ;;
	honggfuzz) sed -n 's/^Summary iterations:\([0-9]*\) .*/\1/p' "$work/log" ;;
	esac
}

# fuzz EXECUTIONS SECONDS: one process of the engine. 1: something is reported.
fuzz() {
	case $engine in
	libfuzzer)
		libfuzzer "-runs=$1" "-max_total_time=$2" /corpus
		return
		;;
	afl)
		rm -rf "$work/root/tmp/afl"
		AFL_BENCH_UNTIL_CRASH=1 run_target /out/afl-fuzz -m none -t 5000+ -E "$1" -V "$2" -i /corpus -o /tmp/afl -x "/out/$target.dict" -- "/out/$target"
		saved=$(find "$work/root/tmp/afl/default/crashes" -name 'id*' 2>/dev/null | head -n 1)
		;;
	honggfuzz)
		honggfuzz -N "$1" --run_time "$2" # 0 s are no limit
		saved=$(sed -n "s|^Crash: saved as '\(.*\)'$|$work/root\1|p" "$work/log" | head -n 1)
		;;
	centipede)
		centipede "--num_runs=$1" "--stop_after=$2s"
		saved=$(find "$work/root/tmp/centipede/crashes" -type f 2>/dev/null | head -n 1)
		;;
	esac
	[ "$saved" ] || return 0
	cp "$saved" "$work/root/found/crash"
	reproduce /found/crash
	return 1
}

# Executions that a process of the engine has made, which is silent: sets `made`. 1: none, and that is said.
note_made() {
	made=$(made)
	[ "${made:-0}" -gt 0 ] && return
	fail "$target: runs nothing: $(tail -n 5 "$work/log")"
	return 1
}

# What a process comes to after thousands of panics, which leave frames of C: AddressSanitizer has no places of its own for
# frames any more, and marks those on the stack. Here it does so at once.
check_silent_on_the_stack() {
	[ "$engine,$sanitizer" = libfuzzer,address ] || return 0
	more_asan_options=:detect_stack_use_after_return=0
	silent_there=yes
	libfuzzer -seed=1 -runs=200 /corpus || silent_there=''
	more_asan_options=''
	[ "$silent_there" ] && return
	fail "$target: without fake stacks it is reported: $(tail -n 5 "$work/log")"
	return 1
}

# A process that is worn ends by itself: another one goes on.
check_silent() {
	check_silent_on_the_stack || return
	left=$executions from=$(date +%s)
	while [ "$left" -gt 0 ]; do
		fuzz "$left" 3600 || {
			fail "$target: is reported: $(verdict); $(tail -n 5 "$work/log")"
			return
		}
		note_made || return
		left=$((left - made))
	done
	silent=$((silent + 1))
	echo "$target: silent in $executions executions, $(($(date +%s) - from)) s"
}

# The reproducers of the class for this build: each is reported as what its header says, and the report names the Go
# function that the header names. Those of a dead Go object are seen only where Go has been built for the sanitizer too. Who
# allocated what leaks is known to a second run alone, which no engine makes. What is found without a sanitizer the service
# runs again with one, and reports that.
check_reproducers() {
	case $sanitizer in address) build=asan ;; memory) build=msan ;; *) build=plain ;; esac
	class=${target%_buggy}
	for plan in "$SRC/cgofault/corpus/$class"/repros/*.plan; do
		grep -qx "build: $build" "$plan" || continue
		"$WORK/plans" --pack "$plan" >"$work/root/found/plan"
		reproduce /found/plan
		told=$(verdict)
		grep -q "^verdict: ${told:-none}" "$plan" ||
			fail "$target: $(basename "$plan") is reported as '$told', and not as its '$(sed -n 's/^verdict: //p' "$plan")'"
		! grep -q '^cgofault: found' "$work/log" || grep -q "^ASSERTION FAILED: $told at=" "$work/log" ||
			fail "$target: $(basename "$plan"): a service cannot tell it from others: no assertion"
		place=$(sed -n 's/^verdict: .* at=\(targets\.[^ ]*\).*/\1/p' "$plan")
		[ "$told" = lsan/leak ] || [ "$sanitizer" = none ] || [ ! "$place" ] || grep -q -F -e "$place" "$work/log" ||
			fail "$target: $(basename "$plan"): the report does not name $place"
	done
}

# Verdicts of the class: those of its reproducers.
check_reported() {
	class=${target%_buggy}
	from=$(date +%s)
	while left=$((seconds + from - $(date +%s))) && [ "$left" -gt 0 ]; do
		if fuzz 100000000 "$left"; then
			note_made || return
			continue
		fi
		found=$(verdict)
		grep -hq "^verdict: ${found:-none}" "$SRC/cgofault/corpus/$class"/repros/*.plan || {
			fail "$target: is reported as '$found': $(tail -n 5 "$work/log")"
			return
		}
		# Of what is found here the service reports what the build with a sanitizer says.
		[ "$sanitizer" = none ] || grep -q '/cgofault/[a-z_/]*\.[cg]o*:[0-9]' "$work/log" || fail "$target: no line of a source in the report"
		took=$(($(date +%s) - from))
		reported="$reported $class $found $took s,"
		echo "$target: reported as $found, $took s"
		return
	done
	fail "$target: is not reported in $seconds s"
}
