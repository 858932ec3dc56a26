/*
 * package_target.c: the tests of somebody's package as a fuzz target of libFuzzer. An input is a plan of the
 * package as text; its run is made in a process of its own, as `cgofault test` makes it, and a finding is
 * confirmed as there.
 *
 * NAME.prepared beside the target NAME is what `cgofault test --prepare` has written.
 */
#include "own/confirm.h"
#include "own/draw.h"
#include "own/keep.h"
#include "own/prepared.h"
#include "own/reduce.h"
#include "own/report.h"
#include "own/test_run.h"
#include "own/tests.h"

#include "child.h"
#include "verdict.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	BASELINES_MS_MAX = 120 * 1000, /* of all runs without faults: the target starts often */
	TEST_MS_MAX = 4000,            /* a confirmation is some ten runs of it, and an input has a limit */
	CALLS_PER_LINE = 3,
	COUNTERS = 4096
};

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t max, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *first, size_t first_size, const uint8_t *second,
                                 size_t second_size, uint8_t *out, size_t max, unsigned seed);

/* libFuzzer takes such an array for coverage, of what it cannot see itself: a child. compiler-rt,
 * test/fuzzer/TableLookupTest.cpp, says how, and lib/fuzzer/FuzzerExtraCounters.cpp reads it. */
__attribute__((section("__libfuzzer_extra_counters"), used)) static uint8_t counters[COUNTERS];

static struct cgf_own_session session;
static struct cgf_own_draw draw;
static bool ready; /* there is a test to run */

/* FNV-1a of the text goes on from `hash`. */
static uint32_t hash_text(uint32_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619;
	return hash;
}

static void count(uint32_t hash)
{
	counters[(hash ^ (hash >> 16)) % COUNTERS] = 1;
}

/* The call's number counts by its power of two. */
static void count_fault(const struct cgf_own_fault *fault)
{
	char word[CGF_OWN_FAULT_BYTES_MAX];
	struct cgf_own_fault like = *fault;

	for (like.number = 1; like.number <= fault->number / 2; like.number *= 2)
		;
	cgf_own_fault_write(word, sizeof(word), &like);
	count(hash_text(2166136261, word));
}

/* Which of several faults happened is not told where some did not. */
static void count_run(const struct cgf_own_ended *ended, const struct cgf_own_plan *plan)
{
	const struct cgf_verdict *verdict = &ended->verdict.verdict;

	for (size_t i = 0; i < plan->fault_count && ended->trace.fired == plan->fault_count; i++)
		count_fault(&plan->faults[i]);
	count(hash_text(hash_text(2166136261 + ended->verdict.result, verdict->name), verdict->at));
}

/* The service's own options are for this program. In a run they would change what it does. */
static void clear_environment(void)
{
	static const char *const names[] = {"ASAN_OPTIONS", "LSAN_OPTIONS", "MSAN_OPTIONS", "TSAN_OPTIONS",
	                                    "UBSAN_OPTIONS"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
}

static void end_session(void)
{
	cgf_own_session_end(&session);
}

static void leave_out_slow(void)
{
	for (size_t i = 0; i < session.test_count; i++)
		if (*session.tests[i].left_out == '\0' && session.tests[i].ms > TEST_MS_MAX)
			snprintf(session.tests[i].left_out, sizeof(session.tests[i].left_out),
			         "lasts longer than %d s", TEST_MS_MAX / 1000);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	char self[CGF_PATH_BYTES_MAX], folder[CGF_PATH_BYTES_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	int code = CGF_EXIT_HARNESS;

	(void)argc, (void)argv;
	clear_environment();
	session.to = stderr;
	session.options.calls_per_line = CALLS_PER_LINE;
	session.end_ms = cgf_now_ms() + BASELINES_MS_MAX;
	atexit(end_session);
	if (length > 0 && cgf_text_make(folder, sizeof(folder), "%.*s.prepared", (int)length, self))
		code = cgf_own_prepared_open(&session, folder);
	if (code == 0)
		code = cgf_own_tests_baseline(&session);
	session.end_ms = INT64_MAX;
	if (code == 0) {
		leave_out_slow();
		cgf_own_report_baselines(stderr, &session);
		code = cgf_own_draw_make(&draw, &session);
	}
	ready = code == 0 && draw.count > 0;
	if (!ready)
		fputs("cgofault: no test can be run here with faults: no input does anything\n", stderr);
	return 0;
}

/* Reads a plan of this package. False: the input is something else. */
static bool read_plan(struct cgf_own_plan *out, const uint8_t *bytes, size_t size)
{
	static char text[CGF_OWN_PLAN_BYTES_MAX];
	char why[256];

	if (!ready || size >= sizeof(text) || memchr(bytes, '\0', size))
		return false;
	memcpy(text, bytes, size);
	text[size] = '\0';
	return cgf_own_plan_is(text) && cgf_own_plan_read(out, text, why, sizeof(why)) == 0 &&
	       out->sanitizer == session.options.sanitizer;
}

/* As text, if there is room for it; its length, or 0. */
static size_t write_plan(uint8_t *out, size_t max, const struct cgf_own_plan *plan)
{
	static char text[CGF_OWN_PLAN_BYTES_MAX];
	int length = cgf_own_plan_write(text, sizeof(text), plan);

	if (length <= 0 || (size_t)length > max)
		return 0;
	memcpy(out, text, (size_t)length);
	return (size_t)length;
}

/* The Go line of the call that suffers the first fault. */
static const char *line_of(size_t test, const struct cgf_own_plan *plan)
{
	const struct cgf_own_trace *trace = &session.tests[test].trace;

	for (size_t i = 0; i < trace->site_count && plan->fault_count > 0; i++)
		if (strcmp(trace->sites[i].function, plan->faults[0].function) == 0 &&
		    cgf_own_site_has(&trace->sites[i], plan->faults[0].number) && trace->sites[i].place)
			return trace->sites[i].place;
	return "";
}

/* ClusterFuzz sorts crashes by their stack, which is this process's own for all of them, unless an assertion
 * has words of its own (ASSERT_REGEX in its stacktraces/constants.py). A sanitizer's report has a stack. */
static void name_for_sorting(const struct cgf_verdict *verdict)
{
	if (strncmp(verdict->name, "asan/", strlen("asan/")) != 0)
		fprintf(stderr, "ASSERTION FAILED: %s at=%s\n", verdict->name, verdict->at);
}

/* Says all of it and dies, so that the engine keeps the input. */
static void tell(const struct cgf_own_finding *finding, const char *report)
{
	static struct cgf_own_plan plan;
	static char text[CGF_OWN_PLAN_BYTES_MAX];

	cgf_own_keep_make(&plan, &session, finding);
	cgf_own_keep_comment(&plan, finding);
	fputs(report, stderr);
	fprintf(stderr, "\ncgofault: found %s at=%s, %u of %u\n", finding->verdict.verdict.name,
	        finding->verdict.verdict.at, finding->agreed, finding->tried);
	name_for_sorting(&finding->verdict.verdict);
	if (cgf_own_plan_write(text, sizeof(text), &plan) > 0)
		fputs(text, stderr);
	fflush(stderr);
	end_session();
	abort();
}

/* What a plan of the package has in the state known is no news, and would end each run of the target. */
static void tell_new(const char *report)
{
	static bool known[CGF_OWN_FINDINGS_MAX];

	for (size_t i = 0; i < session.finding_count; i++) {
		const struct cgf_own_finding *finding = &session.findings[i];

		if (!finding->confirmed || known[i])
			continue;
		if (!cgf_own_keep_knows(&session, finding))
			tell(finding, report);
		known[i] = true;
		fprintf(stderr, "cgofault: known: %s at=%s\n", finding->verdict.verdict.name,
		        finding->verdict.verdict.at);
	}
}

/* A pointer that C keeps and nobody uses is told by `cgofault test --kept` alone. */
static bool is_found(const struct cgf_own_ended *ended)
{
	const struct cgf_verdict *verdict = &ended->verdict.verdict;

	return cgf_verdict_exit_code(verdict) == CGF_EXIT_FOUND &&
	       strcmp(verdict->name, "contract/kept-pointer") != 0;
}

/* One of the plan's faults that is loud alone: a verdict of several is named by the first of them. */
static int find_loud_alone(struct cgf_own_plan *plan, struct cgf_own_verdict *verdict, size_t test)
{
	int code = 0;

	for (size_t i = 0; i < plan->fault_count && plan->fault_count > 1 && code == 0; i++) {
		struct cgf_own_ended ended;

		code = cgf_own_test_run(&ended, &session, test, &plan->faults[i], 1);
		cgf_own_trace_free(&ended.trace);
		if (code != 0 || !is_found(&ended))
			continue;
		*verdict = ended.verdict;
		plan->faults[0] = plan->faults[i];
		plan->fault_count = 1;
	}
	return code;
}

/* Of several faults those that are needed; then runs that have to agree. */
static int claim(size_t test, struct cgf_own_plan *plan, const struct cgf_own_ended *ended)
{
	struct cgf_own_verdict verdict = ended->verdict;
	int code = find_loud_alone(plan, &verdict, test);

	if (code == 0 && plan->fault_count > 1)
		code = cgf_own_reduce(&verdict, plan->faults, &plan->fault_count, &session, test);
	if (code != 0 || cgf_verdict_exit_code(&verdict.verdict) != CGF_EXIT_FOUND)
		return code;
	return cgf_own_claim(&session, test, plan->faults, plan->fault_count, &verdict, line_of(test, plan));
}

static void run_plan(size_t test, struct cgf_own_plan *plan)
{
	struct cgf_own_ended ended;
	char *report = NULL;
	int code = cgf_own_test_run(&ended, &session, test, plan->faults, plan->fault_count);

	if (code == 0)
		count_run(&ended, plan);
	if (code == 0 && is_found(&ended))
		report = strdup(ended.text);
	if (report && claim(test, plan, &ended) == 0)
		tell_new(report);
	free(report);
	cgf_own_trace_free(&ended.trace);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct cgf_own_plan plan;
	size_t test;

	if (read_plan(&plan, bytes, size) && plan.fault_count <= CGF_OWN_FAULTS_OF_A_RUN_MAX &&
	    cgf_own_draw_find(&test, &session, &plan))
		run_plan(test, &plan);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t max, unsigned seed)
{
	enum { CHANGED_OF = 4 }; /* of so many inputs one is a changed one */
	static struct cgf_own_plan plan;

	if (!ready)
		return 0;
	if (seed % CHANGED_OF == 0 && read_plan(&plan, bytes, size) &&
	    cgf_own_draw_change(&plan, &draw, seed))
		return write_plan(bytes, max, &plan);
	return cgf_own_draw_plan(&plan, &draw, seed) ? write_plan(bytes, max, &plan) : 0;
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *first, size_t first_size, const uint8_t *second,
                                 size_t second_size, uint8_t *out, size_t max, unsigned seed)
{
	static struct cgf_own_plan plan, other;

	(void)seed;
	return read_plan(&plan, first, first_size) && read_plan(&other, second, second_size) &&
	                       cgf_own_draw_join(&plan, &other)
	               ? write_plan(out, max, &plan)
	               : 0;
}
