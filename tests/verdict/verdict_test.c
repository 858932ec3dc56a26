/*
 * verdict_test.c: the parser of whatever ended a run, over recorded real messages and over lines of our own
 * core.
 *
 * usage: verdict_test MESSAGES BUILDS
 *
 * Each file of the two directories is a test: "status: exit 1" or "status: signal 6", "verdict: KIND/DETAIL
 * at=FUNCTION", perhaps "keys: KEY=VALUE..." and "go: FUNCTION FILE:LINE", a line "---", and what the process
 * wrote to stderr. BUILDS has those of failed builds.
 */
#include "verdict.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MESSAGES_MIN = 60, BUILDS_MIN = 270, MESSAGES_MAX = 512, MESSAGE_BYTES_MAX = 1 << 20 };

static char *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	char *text = malloc(MESSAGE_BYTES_MAX + 1);

	assert_non_null(file);
	assert_non_null(text);
	*size = fread(text, 1, MESSAGE_BYTES_MAX, file);
	text[*size] = '\0';
	fclose(file);
	return text;
}

/* The rest of the header's line that begins with `key`, or "". */
static void header_value(char *out, size_t size, const char *text, const char *end, const char *key)
{
	out[0] = '\0';
	for (const char *line = text; line && line < end; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, key, strlen(key)) == 0)
			snprintf(out, size, "%.*s", (int)strcspn(line + strlen(key), "\n"),
			         line + strlen(key));
	}
}

static int wait_status(const char *text)
{
	int number;

	if (sscanf(text, "exit %d", &number) == 1)
		return number << 8;
	assert_int_equal(sscanf(text, "signal %d", &number), 1);
	return number;
}

static void check_recorded(struct cgf_verdict *verdict, void **state)
{
	char status[64], wanted[256], keys[256], go[256], got[512];
	size_t size;
	char *text = read_file(*state, &size), *end = strstr(text, "\n---\n");

	assert_non_null(end);
	header_value(status, sizeof(status), text, end, "status: ");
	header_value(wanted, sizeof(wanted), text, end, "verdict: ");
	header_value(keys, sizeof(keys), text, end, "keys: ");
	header_value(go, sizeof(go), text, end, "go: ");
	end += strlen("\n---\n");
	cgf_verdict_parse(verdict, end, size - (size_t)(end - text), wait_status(status));
	snprintf(got, sizeof(got), "%s%s%s", verdict->name, verdict->at[0] ? " at=" : "", verdict->at);
	assert_string_equal(got, wanted);
	if (keys[0] != '\0')
		assert_string_equal(verdict->keys, keys);
	if (go[0] != '\0')
		assert_string_equal(verdict->go, go);
	free(text);
}

static void test_recorded(void **state)
{
	struct cgf_verdict verdict;

	check_recorded(&verdict, state);
	assert_string_equal(verdict.advice, "");
}

/* Who knows a failure also knows what to do. */
static void test_recorded_build(void **state)
{
	struct cgf_verdict verdict;
	bool unknown;

	check_recorded(&verdict, state);
	unknown = strcmp(verdict.name, "build/unknown") == 0 || strncmp(verdict.name, "crash/", 6) == 0;
	assert_int_equal(verdict.advice[0] == '\0', unknown);
	assert_true(unknown || (strstr(verdict.advice, verdict.at) && strchr(verdict.advice, ';')));
	assert_true(strlen(verdict.advice) < sizeof(verdict.advice) - 1);
}

static void expect(const char *text, int status, const char *wanted)
{
	struct cgf_verdict verdict;
	char line[CGF_VERDICT_LINE_BYTES_MAX];

	cgf_verdict_parse(&verdict, text, strlen(text), status);
	cgf_verdict_write(line, sizeof(line), &verdict);
	assert_string_equal(line, wanted);
}

#define RUN  "cgofault: plan=1a2b3c4d class=errno_lost variant=buggy build=asan\n"
#define END  "cgofault: trace=9f31c2aa\n"
#define TAIL " class=errno_lost variant=buggy build=asan plan=1a2b3c4d trace=9f31c2aa"

enum { EXIT_3 = 3 << 8, KILLED = 9, ABORTED = 6 };

static void test_own_lines_come_first(void **state)
{
	(void)state;
	expect(RUN END, 0, "cgofault: verdict=none" TAIL);
	expect(RUN "cgofault: found errno/lost at=write_all want=ENOSPC got=nil\n" END, ABORTED,
	       "cgofault: verdict=errno/lost at=write_all want=ENOSPC got=nil" TAIL);
	/* The number of a call is for the supervisor, and no part of the verdict. */
	expect(RUN "cgofault: found errno/lost at=write_all want=ENOSPC got=nil call=7\n" END, ABORTED,
	       "cgofault: verdict=errno/lost at=write_all want=ENOSPC got=nil" TAIL);
	expect(RUN "cgofault: found contract/memory-changed at=fire\n" END "panic: later\n", ABORTED,
	       "cgofault: verdict=contract/memory-changed at=fire" TAIL);
	expect(RUN "panic: of the oracle's own abort\n" END
	           "cgofault: found deadlock/blocked at=targets.Wait\n",
	       ABORTED, "cgofault: verdict=deadlock/blocked at=targets.Wait" TAIL);
	expect("cgofault: usage no class \"x\"\n", 2 << 8, "cgofault: verdict=usage");
	expect(RUN "cgofault: harness the hop of caller A did not happen\n", EXIT_3,
	       "cgofault: verdict=harness/the-hop-of-caller-a-did class=errno_lost variant=buggy build=asan "
	       "plan=1a2b3c4d");
	expect("a line without end cgofault: found a/b at=c", 0, "cgofault: verdict=none");
}

static void test_run_that_did_not_end_is_no_clean_run(void **state)
{
	(void)state;
	expect(RUN, 0,
	       "cgofault: verdict=crash/exit-0 at=unknown class=errno_lost variant=buggy build=asan "
	       "plan=1a2b3c4d");
	expect(RUN, KILLED,
	       "cgofault: verdict=harness/stopped-by-SIGKILL class=errno_lost variant=buggy build=asan "
	       "plan=1a2b3c4d");
}

static void test_go_line_gives_the_place_that_a_stack_lacks(void **state)
{
	const char *leak =
	        RUN "==7==ERROR: LeakSanitizer: detected memory leaks\n"
	            "Direct leak of 12 byte(s) in 1 object(s) allocated from:\n"
	            "    #0 0x4ca72f in malloc (/p+0x4)\n    #1 0x622a in _cgo_b5_Cfunc__Cmalloc /x.c:49:8\n"
	            "cgofault: go cgofault/targets.leakString.func1 targets/canary.go:31\n" END;
	struct cgf_verdict verdict;

	(void)state;
	expect(leak, 1 << 8, "cgofault: verdict=lsan/leak at=targets.leakString" TAIL);
	cgf_verdict_parse(&verdict, leak, strlen(leak), 1 << 8);
	assert_string_equal(verdict.go, "targets.leakString targets/canary.go:31");
}

static void test_frames_that_are_not_the_programs(void **state)
{
	static const char head[] =
	        "==7==ERROR: AddressSanitizer: use-after-poison on address 0x1 at\nREAD of size 1\n";
	static const struct {
		const char *frames, *at;
	} cases[] = {
	        {"    #0 0x1 in __interceptor_memcpy /a.inc:3\n    #1 0x1 in cgf_hold_check /c.c:1\n"
	         "    #2 0x1 in retained_pointer_fire /r.c:9:1\n",
	         "retained_pointer_fire"},
	        {"    #0 0x1 in __wrap_gpgme_data_read /w.c:3\n", "gpgme_data_read"},
	        {"    #0 0x1 in read_later.constprop.0 /w.c:3\n", "read_later"},
	        {"    #0 0x1 in memcpy (/p+0x1)\n\n    #0 0x1 in not_the_first_stack /w.c:3\n", "unknown"},
	        {"    #0 0x1 in memcpy (/p+0x1)\n    #0 0x1 in not_the_first_stack /w.c:3\n", "unknown"},
	        {"    #0 0x1  (/p+0x1)\n    #1 0x1 in named /w.c:3\n", "named"},
	        {"", "unknown"},
	        /* a library without symbols, called by a function of C or by Go itself */
	        {"    #0 0x1  (/usr/lib/libdial.so.1+0x1) (BuildId: 1)\n    #1 0x1 in read_dial /r.c:9:1\n",
	         "read_dial"},
	        {"    #0 0x1  (/usr/lib/libdial.so.1+0x1) (BuildId: 1)\n"
	         "    #1 0x1 in _cgo_6f1_Cfunc_dial_read /tmp/go-build/cgo-gcc-prolog:9\n"
	         "    #2 0x1 in runtime.asmcgocall.abi0 /go/src/runtime/asm_amd64.s:995\n",
	         "dial_read"},
	        {"    #0 0x1 in free (/p+0x1)\n    #1 0x1 in _cgo_6f1_Cfunc_free /tmp/cgo-gcc-prolog:9\n",
	         "unknown"},
	        /* the system's libraries, by their files; but not a library of a like name */
	        {"    #0 0x1 in qsort_r (/lib/x86_64-linux-gnu/libc.so.6+0x1)\n    #1 0x1 in sorted /w.c:3\n",
	         "sorted"},
	        {"    #0 0x1 in clone_dial (/lib/libclone.so.6+0x1)\n", "clone_dial"},
	        {"    #0 0x1 in read_later /home/me/my files (old)/w.c:3\n", "read_later"},
	        {"    #0 0x1 in read_later (/home/me (old)/p+0x1)\n", "read_later"},
	        {"    #0 0x1 in std::vector<int, std::allocator<int> >::at(unsigned long) /v.h:1\n",
	         "std::vector<int,_std::allocator<int>_>::at"},
	        {"    #0 0x1 in std::vector<int, std::allocator<int> >::at(unsigned long) /v.h:1\n"
	         "    #1 0x1 in (anonymous namespace)::turn(std::function<void (int)> const&) /d.cc:7:1\n",
	         "(anonymous_namespace)::turn"},
	        {"    #0 0x1 in int dial::Box<void (*)(int)>::read<long>(int) const /d.cc:7:1\n",
	         "dial::Box<void_(*)(int)>::read<long>"},
	        {"    #0 0x1 in std::function<void (int)>::operator()(int) const\n"
	         "    #1 0x1 in dial::turn()::{lambda(int)#1}::operator()(int) const (/p+0x1)\n",
	         "dial::turn"},
	        {"    #0 0x1 in dial::Gauge::operator->() /d.cc:7\n", "dial::Gauge::operator->"},
	        {"    #0 0x1 in dial::Gauge::operator[](int) /d.cc:7\n", "dial::Gauge::operator[]"},
	        {"    #0 0x1 in dial::name[abi:cxx11](int) /d.cc:7\n", "dial::name"},
	        {"    #0 0x1 in my_operators(int) /d.cc:7\n", "my_operators"},
	        {"    #0 0x1 in decltype(auto) dial::turn<int>(int) /d.cc:7\n", "dial::turn<int>"},
	        {"    #0 0x1 in cgofault/fuzz/runner.gobytes /r/fuzz/runner/x.go:9\n"
	         "    #1 0x1 in example.com/go-dial.Read /home/me/go-dial/x.go:7\n",
	         "go-dial.Read"},
	        {"    #0 0x1 in bytes.(*Buffer).Write /usr/local/go/src/bytes/buffer.go:9\n"
	         "    #1 0x1 in example.com/dial.Read dial/x.go:7\n",
	         "dial.Read"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[1024], wanted[256];

		snprintf(text, sizeof(text), "%s%s", head, cases[i].frames);
		snprintf(wanted, sizeof(wanted), "cgofault: verdict=asan/use-after-poison at=%s",
		         cases[i].at);
		expect(text, 1 << 8, wanted);
	}
}

static void test_go_names_lose_path_and_closure_numbers(void **state)
{
	static const struct {
		const char *frame, *at;
	} cases[] = {
	        {"cgofault/targets.retainedRead(0x1, {0x2, 0x3})", "targets.retainedRead"},
	        {"github.com/proglottis/gpgme.(*Data).Read(0x1)", "gpgme.(*Data).Read"},
	        {"cgofault/targets.init.0.func12(...)", "targets.init"},
	        {"cgofault/targets.run.func2.1()", "targets.run"},
	        {"cgofault/targets.each[go.shape.int/x](0x1)", "targets.each"},
	        {"cgofault/targets.(*handle).Close-fm()", "targets.(*handle).Close"},
	        {"cgofault/targets.walk-range1(0x1)", "targets.walk"},
	        {"cgofault/targets._C2func_write_all(0x1)", "write_all"},
	        {"cgofault/fuzz/runner.run(0x1)\n\t/r.go:1\ncgofault/targets.after()", "targets.after"},
	        {"github.com/mattn/go-sqlite3.(*SQLiteRows).Next.func1(0x1)",
	         "go-sqlite3.(*SQLiteRows).Next"},
	        {"example.com/a-fm.run-range2.func1()", "a-fm.run"},
	        {"gopkg.in/yaml%2ev3.(*Decoder).Decode(0x1)", "yaml.v3.(*Decoder).Decode"},
	        {"cgofault/targets.(*Box[...]).Read(0x1)", "targets.(*Box).Read"},
	        {"cgofault/targets._Cfunc_GoBytes(0x1)\n\t_cgo_gotypes.go:1\ncgofault/targets.copied()",
	         "targets.copied"},
	        {"cgofault/targets._Cfunc_free(0x1)\n\t_cgo_gotypes.go:1\ncgofault/targets.freed()",
	         "targets.freed"},
	        {"cgofault/targets.run.negative.func1()\n\t/t.go:1\ncgofault/targets.negative(...)",
	         "targets.negative"},
	        {"cgofault/targets.dial.Read.func1()\n\t/t.go:1\ncgofault/targets.run()",
	         "targets.dial.Read"},
	        {"bytes.(*Reader).Read(0x1)\n\t/go/src/bytes/reader.go:1\nexample.com/bytes.Read()",
	         "bytes.Read"},
	        {"indexbytebody()\n\t/go/src/internal/bytealg/x.s:1\nexample.com/log.Find()", "log.Find"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[1024], wanted[256];

		snprintf(text, sizeof(text),
		         "panic: x\n\ngoroutine 1 [running]:\npanic(0x1)\n\t/p.go:1\n%s\n\t/x.go:2\n",
		         cases[i].frame);
		snprintf(wanted, sizeof(wanted), "cgofault: verdict=go-panic/x at=%s", cases[i].at);
		expect(text, 2 << 8, wanted);
	}
}

/* What Go code reads by Go's own functions, a sanitizer reports without those who called them. */
static void test_frames_behind_an_access_of_go(void **state)
{
	static const char head[] = RUN "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1 at\n"
	                               "READ of size 16 at 0x1 thread T0\n    #0 0x1 in runtime.slicecopy "
	                               "/go/src/runtime/slice.go:4\n\n"
	                               "cgofault: frame runtime.slicecopy /go/src/runtime/slice.go:4\n";
	static const struct {
		const char *frames, *go;
	} cases[] = {
	        {"cgofault: frame bytes.(*Buffer).Write /go/src/bytes/buffer.go:181\n"
	         "cgofault: frame example.com/go-dial.Read /home/me/go-dial/read.go:12\n"
	         "cgofault: frame example.com/go-dial.Other /home/me/go-dial/read.go:90\n",
	         "go-dial.Read go-dial/read.go:12"},
	        {"cgofault: frame targets.run.read.func1 /t/targets/read.go:12\n"
	         "cgofault: frame targets.read /t/targets/read.go:12\n",
	         "targets.read targets/read.go:12"},
	        {"cgofault: frame targets._Cfunc_GoBytes ./_cgo_gotypes.go:9\n"
	         "cgofault: frame targets.read.func1 /t/targets/read.go:12\n",
	         "targets.read targets/read.go:12"},
	        {"", ""},
	};
	struct cgf_verdict verdict;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[2048];

		snprintf(text, sizeof(text), "%s%s%s", head, cases[i].frames, END);
		cgf_verdict_parse(&verdict, text, strlen(text), 1 << 8);
		assert_string_equal(verdict.go, cases[i].go);
	}
}

#define OTHER                                                                                                \
	"goroutine 1 gp=0x1 m=0 mp=0x1 [syscall]:\nruntime.cgocall(0x1)\n\t/c.go:1\n"                        \
	"cgofault/fuzz/replay.Main()\n\t/r.go:1\nmain.main()\n\t/m.go:2\n\n"

/* A signal is its own thread's: what another goroutine does is not its place. */
static void test_signal_is_of_its_thread(void **state)
{
	static const struct {
		const char *trace, *wanted;
	} cases[] = {
	        {"SIGSEGV: x\nPC=0x1 m=3 sigcode=1\n\ngoroutine 0 gp=0x1 m=3 mp=0x1 [idle]:\n\n" OTHER,
	         "crash/SIGSEGV at=unknown"},
	        {"SIGBUS: x\nPC=0x1 m=3 sigcode=1\n\n" OTHER, "crash/SIGBUS at=unknown"},
	        {"SIGSEGV: x\nPC=0x1 m=3 sigcode=1\n\n" OTHER
	         "goroutine 7 gp=0x1 m=3 mp=0x1 [syscall]:\ntargets._Cfunc_free(0x1)\n\t/x.go:1\n"
	         "targets.closeTwice()\n\t/x.go:7\n",
	         "crash/SIGSEGV at=targets.closeTwice"},
	        {"SIGSEGV: x\nPC=0x1 m=3 sigcode=1\n\n" OTHER
	         "goroutine 7 gp=0x1 m=3 mp=0x1 [syscall]:\ntargets._Cfunc_dial_read(0x1)\n\t/x.go:1\n"
	         "targets.read()\n\t/x.go:7\n",
	         "crash/SIGSEGV at=dial_read"},
	        {"fatal error: thread exhaustion\n\n" OTHER
	         "goroutine 9 [running]:\ntargets.wait()\n\t/x.go:7\n",
	         "go-fatal/thread-exhaustion at=targets.wait"},
	        /* in an older trace, which says no thread, the first one counts */
	        {"SIGSEGV: x\nPC=0x1 m=3 sigcode=1\n\ngoroutine 7 [syscall]:\ntargets.read()\n\t/x.go:7\n",
	         "crash/SIGSEGV at=targets.read"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char wanted[256];

		snprintf(wanted, sizeof(wanted), "cgofault: verdict=%s", cases[i].wanted);
		expect(cases[i].trace, 2 << 8, wanted);
	}
}

static void test_sanitizer_that_fails_itself_is_the_harness(void **state)
{
	(void)state;
	expect("FATAL: ThreadSanitizer: unexpected memory mapping 0x1-0x2\n", 66 << 8,
	       "cgofault: verdict=harness/sanitizer-failed");
	expect("==9==LeakSanitizer has encountered a fatal error.\n", 1 << 8,
	       "cgofault: verdict=harness/sanitizer-failed");
	expect("==9==Shadow memory range interleaves with an existing memory mapping.\n", 1 << 8,
	       "cgofault: verdict=harness/sanitizer-failed");
}

static void test_imitations_are_nothing(void **state)
{
	(void)state;
	expect("panic: printed by a program that goes on\n", 0, "cgofault: verdict=none");
	expect("the panic: is quoted\n", 1 << 8, "cgofault: verdict=crash/exit-1 at=unknown");
	expect("ERROR: AddressSanitizer: use-after-poison\n", 0, "cgofault: verdict=none");
	expect("==12==WARNING: AddressSanitizer failed to allocate 0x1 bytes\n", 0, "cgofault: verdict=none");
	expect("SIGSEGV: is what the manual says\nand no more\n", 0, "cgofault: verdict=none");
	expect("", 0, "cgofault: verdict=none");
}

static void test_exit_codes(void **state)
{
	static const struct {
		const char *line;
		int code;
	} cases[] = {
	        {"cgofault: verdict=none class=x", CGF_EXIT_NOTHING},
	        {"cgofault: verdict=usage", CGF_EXIT_USAGE},
	        {"cgofault: verdict=harness/timeout", CGF_EXIT_HARNESS},
	        {"cgofault: verdict=asan/SEGV at=x", CGF_EXIT_FOUND},
	};
	struct cgf_verdict verdict;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(cgf_verdict_read(&verdict, cases[i].line));
		assert_int_equal(cgf_verdict_exit_code(&verdict), cases[i].code);
	}
}

static void test_line_is_read_back(void **state)
{
	const char *line = "cgofault: verdict=errno/lost at=write_all want=ENOSPC got=nil" TAIL;
	struct cgf_verdict verdict, header;
	char again[CGF_VERDICT_LINE_BYTES_MAX];

	(void)state;
	assert_true(cgf_verdict_read(&verdict, line));
	cgf_verdict_write(again, sizeof(again), &verdict);
	assert_string_equal(again, line);
	assert_true(cgf_verdict_read(&header, "errno/lost at=write_all want=ENOSPC got=nil"));
	assert_true(cgf_verdict_same(&verdict, &header));
	assert_true(cgf_verdict_read(&header, "errno/lost at=write_all want=ENOSPC got=EIO"));
	assert_false(cgf_verdict_same(&verdict, &header));
	assert_false(cgf_verdict_read(&header, "cgofault: story A calls"));
	assert_false(cgf_verdict_read(&header, ""));
}

#define MISSING_CC                                                                                           \
	"# runtime/cgo\ncgo: C compiler \"none\" not found: exec: \"none\": executable file not found in "   \
	"$PATH\n"

static void test_builds_last_phase_counts(void **state)
{
	static const char undefined[] = "/usr/bin/ld: x.o: undefined reference to `a'\n";
	char text[512];

	(void)state;
	snprintf(text, sizeof(text), "cgofault: phase build\n%s", undefined);
	expect(text, 1 << 8, "cgofault: verdict=build/undefined-symbol at=a");
	expect(text, 0, "cgofault: verdict=none");
	expect(text, KILLED, "cgofault: verdict=harness/stopped-by-SIGKILL");
	expect(undefined, 1 << 8, "cgofault: verdict=crash/exit-1 at=unknown");
	snprintf(text, sizeof(text), "cgofault: phase build\n%scgofault: phase run\n", undefined);
	expect(text, 1 << 8, "cgofault: verdict=crash/exit-1 at=unknown");
	snprintf(text, sizeof(text), "cgofault: phase build\n%scgofault: phase test\n", undefined);
	expect(text, 1 << 8, "cgofault: verdict=build/unknown at=test");
	expect("cgofault: phase build\n", 1 << 8, "cgofault: verdict=build/unknown at=build");
	expect("cgofault: phase none\n", 1 << 8, "cgofault: verdict=crash/exit-1 at=unknown");
	expect("cgofault: phase build\ngauge: too old\ncgofault: refused\n", 0, "cgofault: verdict=none");
	expect("cgofault: phase build\n" MISSING_CC "cgofault: phase test\n" MISSING_CC, 1 << 8,
	       "cgofault: verdict=tests/needs-compiler at=unknown");
}

static void test_builds_other_evidence(void **state)
{
	(void)state;
	expect("cgofault: phase build\n" MISSING_CC "cgofault: found tests/silently-skipped at=TestX\n",
	       1 << 8, "cgofault: verdict=tests/silently-skipped at=TestX");
	expect("cgofault: harness no class at x\ncgofault: phase build\n", EXIT_3,
	       "cgofault: verdict=harness/no-class-at-x");
	expect("cgofault: phase run\npanic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/x.go:1\n"
	       "wrong answer: a want=1 got=2\n",
	       1 << 8, "cgofault: verdict=go-panic/x at=main.main");
	expect("cgofault: phase run\nwrong answer: a want=1 got=2\n", 1 << 8,
	       "cgofault: verdict=result/wrong-answer at=a want=1 got=2");
	expect("cgofault: phase build\npanic: of a generator\n", 2 << 8,
	       "cgofault: verdict=build/unknown at=build");
}

/* The remark is one of binutils 2.41. */
static void test_builds_static_link(void **state)
{
	static const char not_found[] = "/usr/bin/ld: cannot find -la: No such file or directory\n";
	static const struct {
		const char *before, *after, *wanted;
	} cases[] = {
	        {"", "", "build/missing-library at=a"},
	        {"", "/usr/bin/ld: have you installed the static version of the a library ?\n",
	         "build/static-link at=a"},
	        {"gcc -static -o x x.o -la\n", "", "build/static-link at=a"},
	        {"gcc -static-pie -o x x.o -la\n", "", "build/static-link at=a"},
	        {"gcc -static-libgcc -o x x.o -la\n", "", "build/missing-library at=a"},
	        {"README: -static is for releases\n", "", "build/missing-library at=a"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[512], wanted[128];

		snprintf(text, sizeof(text), "cgofault: phase build\n%s%s%s", cases[i].before, not_found,
		         cases[i].after);
		snprintf(wanted, sizeof(wanted), "cgofault: verdict=%s", cases[i].wanted);
		expect(text, 1 << 8, wanted);
	}
}

static void test_builds_plain_symbols(void **state)
{
	static const struct {
		const char *symbol, *at;
	} cases[] = {
	        {"gauge_level", "gauge_level"},
	        {"gauge_level@GAUGE_1", "gauge_level"},
	        {"pow@@GLIBC_2.29", "pow"},
	        {"dial::turn(int, char const*)", "dial::turn"},
	        {"int dial::as<int, long>(std::map<int, long>)", "dial::as<int,_long>"},
	        {"(anonymous namespace)::turn(int)", "(anonymous_namespace)::turn"},
	        {"dial::(anonymous namespace)::turn(int)", "dial::(anonymous_namespace)::turn"},
	        {"operator new(unsigned long)", "operator_new"},
	        {"dial::operator()(int)", "dial::operator()"},
	        {"dial::operator<(dial const&)", "dial::operator<"},
	        {"dial::operator+(dial const&)", "dial::operator+"},
	        {"vtable for dial::Gauge", "dial::Gauge"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[256], wanted[256];

		snprintf(text, sizeof(text), "cgofault: phase build\nld: x.o: undefined reference to `%s'\n",
		         cases[i].symbol);
		snprintf(wanted, sizeof(wanted), "cgofault: verdict=build/undefined-symbol at=%s",
		         cases[i].at);
		expect(text, 1 << 8, wanted);
	}
}

/* Warnings, quotations and what a phase does not end by. */
static void test_builds_imitations(void **state)
{
	static const char *const lines[] = {
	        "ld: x.o: warning: undefined reference to `a'",
	        "ld.lld: warning: undefined symbol: a",
	        "\tx_test.go:7: undefined reference to `a'",
	        "x.c:1:2: error: #error undefined reference to `a'",
	        "x.c:1:2: error: a.h: No such file or directory",
	        "x.c: fatal error: a.h: No such file or directory",
	        "x.c:1:2: fatal error: a.h: Permission denied",
	        "undefined reference to `a' was said",
	        "Package a was not found",
	        "wrong answer: a want=1 got=2",
	        "name service: a: b",
	        "sh: 1: a: not found",
	        "# example.com/a\ncc: no license",
	        "# runtime/cgo\nx.c:1:2: warning: a",
	        "# runtime/cgo\nx.s: Fatal error: x.o: No space left on device",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		char text[256];

		snprintf(text, sizeof(text), "cgofault: phase build\n%s\n", lines[i]);
		expect(text, 1 << 8, "cgofault: verdict=build/unknown at=build");
	}
}

/* Any bytes are valid input: each recorded message cut, and with bytes replaced, is parsed within its bounds.
 */
static void test_broken_bytes(void **state)
{
	const char *sample =
	        RUN "==7==ERROR: AddressSanitizer: x on\n #0 0x1 in f /a\ncgofault: go a.b c:1\n"
	            "panic: x\n\ngoroutine 1 [running]:\na.b(0x1)\n\t/x\ncgofault: found a/b at=c d=e\n" END;
	size_t size = strlen(sample);
	struct cgf_verdict verdict;
	uint32_t random = 1;

	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		char *text = malloc(size + 1); /* exact, so that a sanitizer sees a read past the end */
		size_t cut = i % size;

		assert_non_null(text);
		memcpy(text, sample, cut);
		for (size_t j = 0; j < i % 5 && cut > 0; j++) {
			random = random * 1664525 + 1013904223;
			text[(random >> 8) % cut] = (char)(random >> 24);
		}
		text = realloc(text, cut > 0 ? cut : 1);
		cgf_verdict_parse(&verdict, text, cut, ABORTED);
		assert_true(memchr(verdict.name, '\0', sizeof(verdict.name)) && verdict.name[0] != '\0');
		free(text);
	}
}

/* A line that fits a form nearly, and everywhere. */
static void test_broken_builds(void **state)
{
	static const char *const parts[] = {
	        "\n",
	        ":1:1: fatal error: ",
	        ": No such file or directory",
	        "ld: ",
	        "undefined reference to ",
	        "`",
	        "'",
	        "ld: warning: a, needed by b, not found (try using ",
	        " in ",
	        "cannot find -l",
	        " -static",
	        "operator",
	        "(anonymous namespace)",
	        "<",
	        "\xc2\xbb",
	        "# runtime/cgo\n",
	        "FAIL\t",
	        "wrong answer: ",
	        " want=",
	        " got=",
	        "error: ",
	        "undefined symbol: ",
	};
	struct cgf_verdict verdict;
	uint32_t random = 1;

	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		char sample[4096] = "cgofault: phase build\n", *text;
		size_t size = strlen(sample);

		for (size_t j = 0; j < i % 60; j++) {
			const char *part;

			random = random * 1664525 + 1013904223;
			part = parts[(random >> 16) % (sizeof(parts) / sizeof(parts[0]))];
			memcpy(sample + size, part, strlen(part));
			size += strlen(part);
			if (random >> 30 == 0)
				sample[size - 1] = (char)(random >> 8);
		}
		text = malloc(size);
		assert_non_null(text);
		memcpy(text, sample, size);
		cgf_verdict_parse(&verdict, text, size, 1 << 8);
		assert_true(memchr(verdict.name, '\0', sizeof(verdict.name)) && verdict.name[0] != '\0');
		assert_null(strchr(verdict.at, ' '));
		free(text);
	}
}

static size_t list_messages(struct CMUnitTest *tests, const char *directory, CMUnitTestFunction test)
{
	struct dirent **entries = NULL;
	int entry_count = scandir(directory, &entries, NULL, alphasort);
	size_t count = 0;

	for (int i = 0; i < entry_count; i++) {
		char *path = NULL;

		if (strstr(entries[i]->d_name, ".txt") && count < MESSAGES_MAX &&
		    (path = malloc(strlen(directory) + strlen(entries[i]->d_name) + 2))) {
			sprintf(path, "%s/%s", directory, entries[i]->d_name);
			tests[count++] = (struct CMUnitTest){path, test, NULL, NULL, path};
		}
		free(entries[i]);
	}
	free(entries);
	return count;
}

int main(int argc, char **argv)
{
	static struct CMUnitTest recorded[MESSAGES_MAX], builds[MESSAGES_MAX];
	const struct CMUnitTest own[] = {
	        cmocka_unit_test(test_own_lines_come_first),
	        cmocka_unit_test(test_run_that_did_not_end_is_no_clean_run),
	        cmocka_unit_test(test_go_line_gives_the_place_that_a_stack_lacks),
	        cmocka_unit_test(test_frames_that_are_not_the_programs),
	        cmocka_unit_test(test_go_names_lose_path_and_closure_numbers),
	        cmocka_unit_test(test_frames_behind_an_access_of_go),
	        cmocka_unit_test(test_signal_is_of_its_thread),
	        cmocka_unit_test(test_sanitizer_that_fails_itself_is_the_harness),
	        cmocka_unit_test(test_imitations_are_nothing),
	        cmocka_unit_test(test_exit_codes),
	        cmocka_unit_test(test_line_is_read_back),
	        cmocka_unit_test(test_broken_bytes),
	        cmocka_unit_test(test_builds_last_phase_counts),
	        cmocka_unit_test(test_builds_other_evidence),
	        cmocka_unit_test(test_builds_static_link),
	        cmocka_unit_test(test_builds_plain_symbols),
	        cmocka_unit_test(test_builds_imitations),
	        cmocka_unit_test(test_broken_builds),
	};
	size_t count = argc == 3 ? list_messages(recorded, argv[1], test_recorded) : 0;
	size_t build_count = argc == 3 ? list_messages(builds, argv[2], test_recorded_build) : 0;
	int failed;

	if (count < MESSAGES_MIN || build_count < BUILDS_MIN) {
		fprintf(stderr,
		        "verdict_test: needs directories of at least %d and %d messages, found %zu and "
		        "%zu\n",
		        MESSAGES_MIN, BUILDS_MIN, count, build_count);
		return 2;
	}
	failed = _cmocka_run_group_tests("recorded", recorded, count, NULL, NULL);
	failed += _cmocka_run_group_tests("builds", builds, build_count, NULL, NULL);
	failed += cmocka_run_group_tests_name("own", own, NULL, NULL);
	return failed != 0;
}
