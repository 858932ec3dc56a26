#!/bin/sh
# Plans whose verdict or trace once depended on how fast the machine was, or on what its threads had done before: each must
# give one of both, however often.
#
# usage: agree_test.sh PROGRAMS SYMBOLIZER
#	PROGRAMS: build/programs; SYMBOLIZER: the one that the build has found, or "": then nothing is asked of asan
set -eu

programs=$1 symbolizer=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0

# agree TIMES VERDICT PROGRAM: replays the plan on stdin.
agree() {
	times=$1 verdict=$2 program=$programs/$3
	{
		echo "cgofault plan 1"
		cat
	} >"$scratch/plan"
	i=0
	while [ "$i" -lt "$times" ]; do
		"$program" "$scratch/plan" 2>/dev/null | tail -n 1
		i=$((i + 1))
	done | sort | uniq -c >"$scratch/verdicts"
	if [ "$(wc -l <"$scratch/verdicts")" != 1 ] || ! grep -q "^ *$times cgofault: verdict=$verdict " "$scratch/verdicts"; then
		echo "$program: $times replays of this plan do not all give $verdict:"
		cat "$scratch/plan" "$scratch/verdicts"
		status=1
	fi
}

# What a select chooses and the order of a map: the hop and the other callers leave the threads with more or less to
# remember.
for build in asan plain; do
	agree 30 none selftest/replay-$build <<'END'
class: selftest
variant: fixed
seed: 202

call C share 123 hop@selftest_share_unlocked
call C call_back 137
call D choose 101
call D choose 101
call A choose 1
call B choose 3
END
done

# A goroutine that polls holds a mutex in C, where it sleeps for a millisecond; the second call wants the mutex.
agree 40 none honest/replay-plain <<'END'
class: polling
variant: fixed

call C own_turn
call C own_turn
resume D
call B own_turn
END

# A thread of the library's that polls holds a mutex for half a millisecond; it is known to poll since C was blocked.
agree 20 none honest/replay-plain <<'END'
class: polling
variant: fixed

call A settings
call B own_turn late@polling_wait_events.inside
call C own_turn
call D settings
call A settings
call D settings late@polling_set.entry
call A settings
resume D
resume B
END

# A copy of the process returns to Go. What it finds there was decided by Go's threads, which it has not.
agree 40 "contract/forked at=fork" selftest/replay-plain <<'END'
class: process
variant: buggy
seed: 68

call B inline 65
call A command 36 hop@process_note
call D spawn 72
call A end 101
END

# Freed Go memory is handed out again, in an order that depended on when Go had made its threads. Which of the two it is may
# change with Go's allocator.
agree 24 "\(asan/use-after-poison at=retained_pointer_use\|contract/memory-changed at=retained_pointer_fire\)" \
	main/replay-asan <<'END'
class: retained_pointer
variant: buggy

call A reused 40 keep@retained_pointer_register
gc
call A reused 129
fire fire
END

# A sanitizer asks a symbolizer that takes its time, while another caller could go on to a finding of its own.
if [ -n "$symbolizer" ]; then
	mkdir "$scratch/slow"
	cat >"$scratch/slow/llvm-symbolizer" <<END
#!/bin/sh
sleep 0.4
"$symbolizer" "\$@"
END
	chmod +x "$scratch/slow/llvm-symbolizer"
	export ASAN_OPTIONS="external_symbolizer_path=$scratch/slow/llvm-symbolizer"
	agree 2 "asan/heap-buffer-overflow at=canary_overflow" main/replay-asan <<'END'
class: canary
variant: buggy

call A asan late@canary_overflow.entry
call B result late@canary_colour.entry
END
fi
exit $status
