/*
 * plan_lines_test.c: taking things away from a plan's text.
 */
#include "plans/plan_lines.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char sample[] = "cgofault plan 1\n"
                             "class: retained_pointer\n"
                             "variant: buggy\n"
                             "build: asan\n"
                             "verdict: asan/use-after-poison at=retained_pointer_use\n"
                             "seed: 7\n"
                             "\n"
                             "call A read_later 3 late@register.entry keep@register#2\n"
                             "resume A\n"
                             "gc\n"
                             "fire deliver late@fire.entry#3\n"
                             "call B read_later\n";

static void read_sample(struct cgf_plan_lines *lines)
{
	char why[256] = "";

	assert_int_equal(cgf_plan_lines_read(lines, sample, why, sizeof(why)), 0);
}

static void test_text_comes_back(void **state)
{
	static struct cgf_plan_lines lines;
	char text[4096];

	(void)state;
	read_sample(&lines);
	assert_int_equal(lines.step_count, 5);
	assert_int_equal(lines.seed, 7);
	assert_int_equal(cgf_plan_lines_write(text, sizeof(text), &lines), strlen(sample));
	assert_string_equal(text, sample);
	assert_int_equal(cgf_plan_lines_write(text, strlen(sample), &lines), -ENOSPC);
}

static void test_comments_and_carriage_returns_go(void **state)
{
	static struct cgf_plan_lines lines;
	char why[256] = "";

	(void)state;
	assert_int_equal(cgf_plan_lines_read(&lines,
	                                     "cgofault plan 1\r\nclass: x\r\n\r\n# gc\r\ngc\r\nresume L", why,
	                                     sizeof(why)),
	                 0);
	assert_int_equal(lines.step_count, 2);
	assert_string_equal(lines.steps[0], "gc");
	assert_string_equal(lines.steps[1], "resume L");
}

static void test_too_many_steps_are_refused(void **state)
{
	static struct cgf_plan_lines lines;
	char text[64 + 3 * (CGF_STEPS_MAX + 1)] = "cgofault plan 1\nclass: x\n\n", why[256] = "";

	(void)state;
	for (int i = 0; i <= CGF_STEPS_MAX; i++)
		strcat(text, "gc\n");
	assert_int_equal(cgf_plan_lines_read(&lines, text, why, sizeof(why)), -EINVAL);
	assert_non_null(strstr(why, "64 steps"));
	text[strlen(text) - 3] = '\0';
	assert_int_equal(cgf_plan_lines_read(&lines, text, why, sizeof(why)), 0);
}

static void read_runs(struct cgf_plan_lines *lines)
{
	char why[256] = "";

	assert_int_equal(cgf_plan_lines_read(lines,
	                                     "cgofault plan 1\nclass: x\nseed: 7\n\ngc\nthen\ncall A one\n"
	                                     "call A two\nthen 9\nresume A\nthen 12\n",
	                                     why, sizeof(why)),
	                 0);
}

static void assert_lines(const struct cgf_plan_lines *lines, const char *text)
{
	char written[1024];

	cgf_plan_lines_write(written, sizeof(written), lines);
	assert_string_equal(written, text);
}

/* A run's seed stands behind the `then` before it, the first one's in the header. */
static void test_runs_are_dropped(void **state)
{
	static struct cgf_plan_lines lines;

	(void)state;
	read_runs(&lines);
	assert_int_equal(cgf_plan_lines_runs(&lines), 4);
	cgf_plan_lines_drop_runs(&lines, 1, 1);
	assert_lines(&lines, "cgofault plan 1\nclass: x\nseed: 7\n\ngc\nthen 9\nresume A\nthen 12\n");
	cgf_plan_lines_drop_runs(&lines, 0, 1);
	assert_lines(&lines, "cgofault plan 1\nclass: x\nseed: 9\n\nresume A\nthen 12\n");
	assert_true(cgf_plan_lines_drop_detail(&lines, 1, 0));
	assert_lines(&lines, "cgofault plan 1\nclass: x\nseed: 9\n\nresume A\nthen\n");
	cgf_plan_lines_drop_runs(&lines, 0, 1);
	assert_lines(&lines, "cgofault plan 1\nclass: x\n\n");
	assert_int_equal(cgf_plan_lines_runs(&lines), 1);
}

static void test_runs_that_join_may_be_too_long(void **state)
{
	static struct cgf_plan_lines lines;
	char text[4096] = "cgofault plan 1\nclass: x\n\n", why[256] = "";

	(void)state;
	for (int i = 0; i < 2 * CGF_STEPS_MAX; i++)
		strcat(text, i == CGF_STEPS_MAX ? "then\ngc\n" : "gc\n");
	assert_int_equal(cgf_plan_lines_read(&lines, text, why, sizeof(why)), 0);
	assert_true(cgf_plan_lines_fit(&lines));
	cgf_plan_lines_drop_steps(&lines, CGF_STEPS_MAX, 1);
	assert_false(cgf_plan_lines_fit(&lines));
}

static void test_steps_are_dropped(void **state)
{
	static struct cgf_plan_lines lines;

	(void)state;
	read_sample(&lines);
	cgf_plan_lines_drop_steps(&lines, 1, 2);
	assert_int_equal(lines.step_count, 3);
	assert_string_equal(lines.steps[1], "fire deliver late@fire.entry#3");
	cgf_plan_lines_drop_steps(&lines, 2, 1);
	assert_int_equal(lines.step_count, 2);
}

/* Every detail of every step, in order: what is left of the line. */
static void test_details_are_dropped_one_by_one(void **state)
{
	static const struct {
		size_t step, detail;
		const char *left; /* NULL: there is no such detail */
	} cases[] = {
	        {0, 0, "call A read_later late@register.entry keep@register#2"},
	        {0, 1, "call A read_later 3 keep@register#2"},
	        {0, 2, "call A read_later 3 late@register.entry"},
	        {0, 3, "call A read_later 3 late@register.entry keep@register"},
	        {0, 4, NULL},
	        {1, 0, NULL},
	        {2, 0, NULL},
	        {3, 0, "fire deliver"},
	        {3, 1, "fire deliver late@fire.entry"},
	        {3, 2, NULL},
	        {4, 0, NULL},
	};
	static struct cgf_plan_lines lines;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_sample(&lines);
		assert_int_equal(cgf_plan_lines_drop_detail(&lines, cases[i].step, cases[i].detail),
		                 cases[i].left != NULL);
		if (cases[i].left)
			assert_string_equal(lines.steps[cases[i].step], cases[i].left);
	}
}

static void test_verdict_goes_into_the_header(void **state)
{
	static struct cgf_plan_lines lines;
	struct cgf_verdict verdict;

	(void)state;
	read_sample(&lines);
	assert_true(cgf_verdict_read(
	        &verdict, "cgofault: verdict=errno/lost at=write_all want=ENOSPC got=nil "
	                  "class=errno_lost variant=buggy build=tsan plan=00000001 trace=00000002"));
	cgf_plan_lines_judge(&lines, &verdict);
	assert_string_equal(lines.header.verdict, "errno/lost at=write_all want=ENOSPC got=nil");
	assert_string_equal(lines.header.class_name, "errno_lost");
	assert_string_equal(lines.header.build, "tsan");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_text_comes_back),
	        cmocka_unit_test(test_comments_and_carriage_returns_go),
	        cmocka_unit_test(test_too_many_steps_are_refused),
	        cmocka_unit_test(test_runs_are_dropped),
	        cmocka_unit_test(test_runs_that_join_may_be_too_long),
	        cmocka_unit_test(test_steps_are_dropped),
	        cmocka_unit_test(test_details_are_dropped_one_by_one),
	        cmocka_unit_test(test_verdict_goes_into_the_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
