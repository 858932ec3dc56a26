/*
 * judge_test.c: what a test program's end means.
 */
#include "own/judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { PASSED = 0, FAILED = 1 << 8, REFUSED = 3 << 8, ABORTED = 6 };

static const struct cgf_own_fault gc = {CGF_OWN_GC_ENTRY, "read", 1}, left = {CGF_OWN_LEAVE, "read", 2};

static void judge(struct cgf_own_verdict *out, const char *text, int status, bool timed_out,
                  const struct cgf_own_fault *fault)
{
	const struct cgf_own_end end = {text, strlen(text), status, timed_out, "TestX", fault};

	cgf_own_judge(out, &end);
}

static enum cgf_own_result result_of(const char *tests, const char *text)
{
	const struct cgf_own_end end = {text, strlen(text), PASSED, false, tests, NULL};
	struct cgf_own_verdict verdict;

	cgf_own_judge(&verdict, &end);
	return verdict.result;
}

#define RUN "=== RUN   TestX\n"

static void test_results(void **state)
{
	struct cgf_own_verdict verdict;

	(void)state;
	judge(&verdict, RUN "out--- PASS: TestX (0.00s)\nPASS\n", PASSED, false, NULL);
	assert_string_equal(verdict.verdict.name, "none");
	assert_int_equal(verdict.result, CGF_OWN_PASSED);
	judge(&verdict, RUN "--- SKIP: TestX (0.00s)\nPASS\n", PASSED, false, NULL);
	assert_int_equal(verdict.result, CGF_OWN_SKIPPED);
	judge(&verdict, RUN "    --- FAIL: TestXY (0.00s)\nPASS\n", PASSED, false, NULL);
	assert_int_equal(verdict.result, CGF_OWN_UNSAID);
}

#define SAYS(what, name) "--- " what ": " name " (0.00s)\n"

/* Tests that run at once. */
static void test_several(void **state)
{
	(void)state;
	assert_int_equal(result_of("TestA|TestB", SAYS("PASS", "TestB") SAYS("PASS", "TestA")),
	                 CGF_OWN_PASSED);
	assert_int_equal(result_of("TestA|TestB", SAYS("SKIP", "TestA") SAYS("PASS", "TestB")),
	                 CGF_OWN_PASSED);
	assert_int_equal(result_of("TestA|TestB", SAYS("SKIP", "TestA") SAYS("SKIP", "TestB")),
	                 CGF_OWN_SKIPPED);
	assert_int_equal(result_of("TestA|TestB", SAYS("PASS", "TestA") SAYS("FAIL", "TestB")),
	                 CGF_OWN_FAILED);
	assert_int_equal(result_of("TestA|TestB", SAYS("FAIL", "TestA") SAYS("PASS", "TestB")),
	                 CGF_OWN_FAILED);
	assert_int_equal(result_of("TestA|TestB", SAYS("FAIL", "TestA")), CGF_OWN_FAILED);
	assert_int_equal(result_of("TestA|TestB", SAYS("PASS", "TestA")), CGF_OWN_UNSAID);
	assert_int_equal(result_of("TestA|TestB", SAYS("PASS", "TestB")), CGF_OWN_UNSAID);
}

static void test_failure(void **state)
{
	static const char text[] = RUN "    x_test.go:9: now it reads\n    x_test.go:12: got EAGAIN\n--- "
	                               "FAIL: TestX (0.00s)\nFAIL\n";
	struct cgf_own_verdict verdict;

	(void)state;
	judge(&verdict, text, FAILED, false, &gc);
	assert_string_equal(verdict.verdict.name, "test/failed");
	assert_string_equal(verdict.verdict.at, "read");
	assert_string_equal(verdict.said, "x_test.go:12: got EAGAIN");
	assert_false(cgf_own_is_report(&verdict));
	/* An errno that a call leaves behind which succeeded. */
	judge(&verdict, text, FAILED, false, &left);
	assert_string_equal(verdict.verdict.name, "errno/false");
	/* No fault: the place is the test. */
	judge(&verdict, text, FAILED, false, NULL);
	assert_string_equal(verdict.verdict.at, "TestX");
}

static void test_found_inside(void **state)
{
	struct cgf_own_verdict verdict;

	(void)state;
	judge(&verdict,
	      RUN "cgofault: own contract/freed-in-use at=read argument=2 call=1 pc=4f2a by=close bypc=5f\n"
	          "SIGABRT: abort\nPC=0x1 m=0 sigcode=1\n",
	      ABORTED, false, &gc);
	assert_string_equal(verdict.verdict.name, "contract/freed-in-use");
	assert_string_equal(verdict.verdict.at, "read");
	assert_int_equal(verdict.argument, 2);
	assert_int_equal(verdict.pc, 0x4f2a);
	assert_string_equal(verdict.by, "close");
	assert_int_equal(verdict.by_pc, 0x5f);
	assert_true(cgf_own_is_report(&verdict));
}

static void test_reports(void **state)
{
	struct cgf_own_verdict verdict;

	(void)state;
	judge(&verdict,
	      RUN "panic: odd [recovered]\n\ngoroutine 7 [running]:\na.org/m.Read(0x1)\n\t/m/x.go:9 +0x1\n",
	      2 << 8, false, &gc);
	assert_string_equal(verdict.verdict.name, "go-panic/odd");
	assert_string_equal(verdict.verdict.at, "m.Read");
	judge(&verdict,
	      RUN "==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n"
	          "    #0 0x4f in read /m/x.c:3\n",
	      FAILED, false, &gc);
	assert_string_equal(verdict.verdict.name, "asan/heap-use-after-free");
	assert_string_equal(verdict.verdict.at, "read");
	assert_true(cgf_own_is_report(&verdict));
	judge(&verdict,
	      RUN "panic: runtime error: cgo argument has Go pointer to unpinned Go pointer\n\ngoroutine 7 "
	          "[running]:\n"
	          "a.org/m.Read(0x1)\n\t/m/x.go:9 +0x1\n",
	      2 << 8, false, NULL);
	assert_string_equal(verdict.verdict.name, "go-panic/cgocheck");
	assert_true(cgf_own_is_report(&verdict));
	judge(&verdict,
	      RUN "m.test: x.c:7: f: Assertion `open' failed.\nSIGABRT: abort\nPC=0x1 m=0 sigcode=1\n",
	      ABORTED, false, NULL);
	assert_string_equal(verdict.verdict.name, "crash/SIGABRT");
	assert_string_equal(verdict.said, "m.test: x.c:7: f: Assertion `open' failed.");
	judge(&verdict, RUN, 9, true, &gc);
	assert_string_equal(verdict.verdict.name, "progress/stalled");
	assert_string_equal(verdict.verdict.at, "read");
}

static void test_harness(void **state)
{
	struct cgf_own_verdict verdict;

	(void)state;
	judge(&verdict, "cgofault: gc@read: no such fault\n", REFUSED, false, &gc);
	assert_int_equal(cgf_verdict_exit_code(&verdict.verdict), CGF_EXIT_HARNESS);
	/* Somebody else ended it. */
	judge(&verdict, RUN, 9, false, &gc);
	assert_int_equal(cgf_verdict_exit_code(&verdict.verdict), CGF_EXIT_HARNESS);
	/* A test may end with this code too. */
	judge(&verdict, RUN "cgofault: said by the test\n--- FAIL: TestX (0.00s)\n", REFUSED, false, &gc);
	assert_string_equal(verdict.verdict.name, "test/failed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_results), cmocka_unit_test(test_several),
	        cmocka_unit_test(test_failure), cmocka_unit_test(test_found_inside),
	        cmocka_unit_test(test_reports), cmocka_unit_test(test_harness)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
