# surroundings.sh: what the images of OSS-Fuzz set: base-builder for a build, base-runner for a run. Read by scripts that
# build the targets without Docker: they set tree, SRC, WORK and OUT. The compilers are this machine's own.
# shellcheck shell=sh disable=SC2153,SC2154 # what such a script has set

# The newest one that was tried, with its C++ compiler beside it. 1: there is none.
find_clang() {
	clang=''
	for name in clang-19 clang-20 clang-21 clang-22 clang-23 clang-24 clang; do
		[ "$clang" ] || clang=$(command -v "$name")
	done
	[ "$clang" ] || return 1
	"${clang}++" --version >/dev/null 2>&1 || clang=$(realpath -- "$clang")
}

# make_work FOLDER: where all is built. It is removed at the end, unless it has a name.
make_work() {
	if [ "$1" ]; then
		mkdir -p "$1" && work=$(CDPATH='' cd -- "$1" && pwd) || exit 2
	else
		work=$(mktemp -d) || exit 1
		trap 'rm -rf "$work"' EXIT
		trap 'exit 130' INT TERM
	fi
}

# A fresh copy: of what git knows, with what is changed; of a tree without git, all of it.
copy_source() {
	rm -rf "$SRC" "$WORK" "$OUT"
	mkdir -p "$SRC/cgofault" "$WORK" "$OUT"
	[ -e "$tree/.git" ] || {
		cp -R "$tree/." "$SRC/cgofault"
		return
	}
	commit=$(git -C "$tree" stash create) || return
	git -C "$tree" archive "${commit:-HEAD}" | tar -x -C "$SRC/cgofault"
}

# Those of a build: build_surroundings ENGINE SANITIZER. SRC, WORK and OUT are set.
build_surroundings() {
	export FUZZING_ENGINE="$1" SANITIZER="$2" ARCHITECTURE=x86_64 FUZZING_LANGUAGE=c++
	export CC="$clang" CXX="$clang++" LIB_FUZZING_ENGINE=-fsanitize=fuzzer
	common="-O1 -fno-omit-frame-pointer -gline-tables-only -Wno-error=incompatible-function-pointer-types"
	common="$common -Wno-error=int-conversion -Wno-error=deprecated-declarations -Wno-error=implicit-function-declaration"
	common="$common -Wno-error=implicit-int -Wno-error=unknown-warning-option -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION"
	undefined=array-bounds,bool,builtin,enum,function,integer-divide-by-zero,null,object-size,return
	undefined=$undefined,returns-nonnull-attribute,shift,signed-integer-overflow,unreachable,vla-bound,vptr
	case $2 in
	address) flags="-fsanitize=address -fsanitize-address-use-after-scope" ;;
	undefined) flags="-fsanitize=$undefined,unsigned-integer-overflow -fno-sanitize-recover=$undefined" ;;
	memory) flags="-fsanitize=memory -fsanitize-memory-track-origins" ;;
	*) flags='' ;;
	esac
	coverage=-fsanitize=fuzzer-no-link
	case $1 in
	afl)
		# Its passes are of the clang that it was built with, which may not be ours: clang's own instrumentation.
		export AFL_CC="$clang" AFL_CXX="$clang++" AFL_LLVM_INSTRUMENT=LLVM-NATIVE
		export CC=afl-clang-fast CXX=afl-clang-fast++ LIB_FUZZING_ENGINE="$WORK/libFuzzingEngine.a"
		export AFL_QUIET=1 AFL_IGNORE_PROBLEMS=1 AFL_IGNORE_UNKNOWN_ENVS=1
		export ASAN_OPTIONS=detect_leaks=0:symbolize=0:detect_odr_violation=0:abort_on_error=1
		cp "$afl/libAFLDriver.a" "$LIB_FUZZING_ENGINE"
		cp "$(command -v afl-fuzz)" "$OUT/"
		coverage=''
		;;
	honggfuzz)
		export LIB_FUZZING_ENGINE="$WORK/libFuzzingEngine.a"
		cp "$HONGGFUZZ/honggfuzz.a" "$LIB_FUZZING_ENGINE"
		cp "$HONGGFUZZ/honggfuzz" "$OUT/"
		coverage=-fsanitize-coverage=trace-pc-guard,indirect-calls,trace-cmp
		;;
	centipede)
		export LIB_FUZZING_ENGINE="$WORK/libFuzzingEngine.a"
		cp "$CENTIPEDE/libcentipede_runner.pic.a" "$LIB_FUZZING_ENGINE"
		cp "$CENTIPEDE/centipede" "$OUT/"
		coverage='-fno-builtin -fsanitize-coverage=trace-pc-guard,pc-table,trace-cmp -O2 -gline-tables-only'
		coverage="$coverage -Wno-unused-command-line-argument -Wl,-ldl -Wl,-lrt -Wl,-lpthread -Wl,$CENTIPEDE/weak.o"
		;;
	esac
	[ "$2" != coverage ] || coverage="-fprofile-instr-generate -fcoverage-mapping -pthread -Wno-unused-command-line-argument"
	export CFLAGS="$common $flags $coverage"
	export CXXFLAGS="$CFLAGS"
	[ "$2" != undefined ] || CFLAGS="$CFLAGS -fno-sanitize=function"
}

# Those of a run: run_surroundings ENGINE.
run_surroundings() {
	options=alloc_dealloc_mismatch=0:allocator_may_return_null=1:allocator_release_to_os_interval_ms=500
	options=$options:check_malloc_usable_size=0:detect_container_overflow=1:detect_odr_violation=0:detect_leaks=1
	options=$options:detect_stack_use_after_return=1:fast_unwind_on_fatal=0:handle_abort=1:handle_segv=1:handle_sigill=1
	options=$options:max_uar_stack_size_log=16:print_scariness=1:quarantine_size_mb=10:strict_memcmp=1
	options=$options:strip_path_prefix=/workspace/:symbolize=1:use_sigaltstack=1:dedup_token_length=3
	export ASAN_OPTIONS="$options"
	export MSAN_OPTIONS=print_stats=1:strip_path_prefix=/workspace/:symbolize=1:dedup_token_length=3
	options=print_stacktrace=1:print_summary=1:silence_unsigned_overflow=1:strip_path_prefix=/workspace/
	export UBSAN_OPTIONS="$options:symbolize=1:dedup_token_length=3"
	[ "$1" != afl ] || {
		ASAN_OPTIONS="$ASAN_OPTIONS:abort_on_error=1:symbolize=0:detect_odr_violation=0:"
		MSAN_OPTIONS="$MSAN_OPTIONS:exit_code=86:symbolize=0"
		UBSAN_OPTIONS="$UBSAN_OPTIONS:symbolize=0"
		export AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_TRY_AFFINITY=1 AFL_FAST_CAL=1
		export AFL_CMPLOG_ONLY_NEW=1 AFL_FORKSRV_INIT_TMOUT=30000 AFL_IGNORE_PROBLEMS=1 AFL_IGNORE_UNKNOWN_ENVS=1
		export AFL_NO_UI=1
	}
}
