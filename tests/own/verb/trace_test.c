/*
 * trace_test.c: what is read of a test program's trace.
 */
#include "own/trace.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int read_text(struct cgf_own_trace *trace, const char *text)
{
	char path[] = "/tmp/trace_test-XXXXXX";
	int fd = mkstemp(path), error;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	error = cgf_own_trace_read(trace, path);
	unlink(path);
	return error;
}

static void test_sites(void **state)
{
	struct cgf_own_trace trace;

	(void)state;
	assert_int_equal(read_text(&trace, "refused a.org/m odd no anchor\n"
	                                   "call read 1 c2 4f initial\n"
	                                   "call read 2 c2 5f\n"
	                                   "call read 3 c2 4f\n"
	                                   "call read 1 cb 4f\n"
	                                   "fired gc@read.entry#1\n"
	                                   "not leave@read=EAGAIN#2 errno is set\n"
	                                   "kept read argument=2 call=1 pc=4f bytes=96 offset=8\n"
	                                   "kept read argument=1 call=1 pc=4f bytes=0 offset=0 library\n"
	                                   "not kept@read#2 no argument stays\n"
	                                   "alone hop@read#3      \n"
	                                   "alone late@read.entry#1\n"
	                                   "fired hop@read#1      \n"
	                                   "not hop@read#2 on its own thread   \n"
	                                   "lost 7\n"
	                                   "call cut 1 c"),
	                 0);
	assert_int_equal(trace.site_count, 3);
	assert_string_equal(trace.sites[0].function, "read");
	assert_int_equal(trace.sites[0].form, CGF_OWN_FORM_C2);
	assert_int_equal(trace.sites[0].pc, 0x4f);
	assert_int_equal(trace.sites[0].calls, 2);
	assert_int_equal(trace.sites[0].initial, 1);
	assert_int_equal(trace.sites[1].initial, 0);
	assert_int_equal(trace.sites[0].numbers[1], 3);
	assert_true(cgf_own_site_has(&trace.sites[0], 3));
	assert_false(cgf_own_site_has(&trace.sites[0], 2));
	assert_int_equal(trace.sites[2].form, CGF_OWN_FORM_CALLBACK);
	assert_int_equal(trace.calls, 4);
	assert_int_equal(trace.lost, 7);
	assert_int_equal(trace.fired, 2);
	assert_int_equal(trace.not_fired, 2);
	assert_string_equal(trace.not_fired_lines[1], "hop@read#2 on its own thread");
	assert_string_equal(trace.alone, "hop@read#3\nlate@read.entry#1\n");
	assert_int_equal(trace.kept_count, 2);
	assert_string_equal(trace.kept[0].function, "read");
	assert_int_equal(trace.kept[0].argument, 2);
	assert_int_equal(trace.kept[0].bytes, 96);
	assert_int_equal(trace.kept[0].offset, 8);
	assert_false(trace.kept[0].library);
	assert_true(trace.kept[1].library);
	assert_string_equal(trace.not_fired_lines[0], "leave@read=EAGAIN#2 errno is set");
	assert_string_equal(trace.refused, "a.org/m odd no anchor\n");
	cgf_own_trace_free(&trace);
}

static void test_more_calls_than_are_kept(void **state)
{
	static char text[64 * 1024];
	struct cgf_own_trace trace;
	size_t length = 0;

	(void)state;
	for (int i = 1; i <= 1000; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "call read %d c 4f\n", i);
	assert_int_equal(read_text(&trace, text), 0);
	assert_int_equal(trace.site_count, 1);
	assert_int_equal(trace.sites[0].calls, 1000);
	assert_int_equal(trace.sites[0].numbers[CGF_OWN_FIRST_CALLS_MAX - 1], CGF_OWN_FIRST_CALLS_MAX);
	cgf_own_trace_free(&trace);
}

static void test_other_calls_in_another_run(void **state)
{
	struct cgf_own_trace first, same, other;

	(void)state;
	assert_int_equal(read_text(&first, "call a 1 c 10\ncall b 1 c 20\ncall a 2 c 10\n"), 0);
	/* Their order among each other may differ: a fault names a function's own number. */
	assert_int_equal(read_text(&same, "call b 1 c 20\ncall a 1 c 10\ncall a 2 c 10\n"), 0);
	assert_int_equal(read_text(&other, "call a 1 c 10\ncall b 1 c 20\n"), 0);
	assert_int_equal(cgf_own_trace_compare(&first, &same), 2);
	assert_int_equal(cgf_own_trace_compare(&first, &other), 1);
	assert_true(first.sites[0].uneven);
	assert_false(first.sites[1].uneven);
	cgf_own_trace_free(&first);
	cgf_own_trace_free(&other);
	/* As many calls from each place, and not the same ones. */
	assert_int_equal(read_text(&first, "call a 1 c 10\ncall a 2 c 20\n"), 0);
	assert_int_equal(read_text(&other, "call a 1 c 20\ncall a 2 c 10\n"), 0);
	assert_int_equal(cgf_own_trace_compare(&first, &other), 0);
	cgf_own_trace_free(&first);
	cgf_own_trace_free(&same);
	cgf_own_trace_free(&other);
}

/* The last call, which is the one that a report is of. */
static void assert_last(const struct cgf_own_trace *trace, uint64_t pc, const char *function)
{
	assert_int_equal(trace->last_pc, pc);
	assert_string_equal(trace->sites[trace->last_site].function, function);
}

static void test_collection(void **state)
{
	struct cgf_own_trace trace;

	(void)state;
	assert_int_equal(read_text(&trace, "call use 1 c 4f\n"
	                                   "fired gc@use.entry#1\n"
	                                   "collecting\n"
	                                   "call release 1 c 8f\n"
	                                   "collected\n"),
	                 0);
	assert_last(&trace, 0x4f, "use");
	assert_int_equal(trace.calls, 2);
	cgf_own_trace_free(&trace);
	/* The process has died in the finalizer. */
	assert_int_equal(read_text(&trace, "call use 1 c 4f\n"
	                                   "collecting\n"
	                                   "call release 1 c 8f\n"),
	                 0);
	assert_last(&trace, 0x8f, "release");
	cgf_own_trace_free(&trace);
}

static void test_callback(void **state)
{
	struct cgf_own_trace trace;

	(void)state;
	assert_int_equal(read_text(&trace, "call visit 1 c 4f\n"
	                                   "call visited 1 cb 0\n"),
	                 0);
	assert_last(&trace, 0x4f, "visit");
	assert_int_equal(trace.calls, 2);
	cgf_own_trace_free(&trace);
}

static void test_unreadable(void **state)
{
	static const char *const texts[] = {"call read\n", "call read one c 4f\n", "call read 1 odd 4f\n",
	                                    "something\n"};
	struct cgf_own_trace trace;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(read_text(&trace, texts[i]), -EBADMSG);
		cgf_own_trace_free(&trace);
	}
	assert_int_equal(cgf_own_trace_read(&trace, "/nowhere/at/all"), 0);
	assert_int_equal(trace.calls, 0);
	cgf_own_trace_free(&trace);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_sites),
	                                   cmocka_unit_test(test_more_calls_than_are_kept),
	                                   cmocka_unit_test(test_other_calls_in_another_run),
	                                   cmocka_unit_test(test_unreadable),
	                                   cmocka_unit_test(test_collection),
	                                   cmocka_unit_test(test_callback)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
