/*
 * own_plan_test.c: plans of findings in somebody's own package, and the faults in them.
 */
#include "own/plan.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char sample[] = "cgofault plan 1\n"
                             "package: a.org/m\n"
                             "test: TestX\n"
                             "tags: one,two\n"
                             "with: b.org/... c.org/d\n"
                             "verdict: contract/freed-in-use at=read\n"
                             "state: fixed\n"
                             "\n"
                             "# x.go:1: a finalizer.\n"
                             "gc@read.entry#1\n"
                             "leave@read=EAGAIN#20\n"
                             "gc@odd.name.return#3\n"
                             "gc@notify.callback#1\n"
                             "kept@set#2\n"
                             "hop@open#1\n"
                             "late@find.return#2\n"
                             "late@find.entry#1\n";

static void test_comes_back(void **state)
{
	static struct cgf_own_plan plan;
	char why[256] = "", text[4096];

	(void)state;
	assert_true(cgf_own_plan_is(sample));
	assert_int_equal(cgf_own_plan_read(&plan, sample, why, sizeof(why)), 0);
	assert_int_equal(plan.state, CGF_OWN_FIXED);
	assert_int_equal(plan.fault_count, 8);
	assert_int_equal(plan.faults[1].kind, CGF_OWN_LEAVE);
	assert_int_equal(plan.faults[1].number, 20);
	assert_int_equal(plan.faults[5].kind, CGF_OWN_HOP);
	assert_int_equal(plan.faults[6].kind, CGF_OWN_LATE_RETURN);
	assert_int_equal(plan.faults[7].kind, CGF_OWN_LATE_ENTRY);
	assert_string_equal(plan.faults[7].function, "find");
	assert_string_equal(plan.faults[2].function, "odd.name");
	assert_string_equal(plan.comment, "x.go:1: a finalizer.\n");
	cgf_own_plan_comment(&plan, "x.go:1: a finalizer.");
	assert_int_equal(cgf_own_plan_write(text, sizeof(text), &plan), strlen(sample));
	assert_string_equal(text, sample);
	assert_int_equal(cgf_own_plan_write(text, 100, &plan), -ENOSPC);
	cgf_own_plan_comment(&plan, "x.go:1: a final");
	assert_string_equal(plan.comment, "x.go:1: a finalizer.\nx.go:1: a final\n");
}

static void test_of_a_class(void **state)
{
	(void)state;
	assert_false(cgf_own_plan_is("cgofault plan 1\nclass: canary\nbuild: asan\n\ncall A x\n"));
	assert_false(cgf_own_plan_is("cgofault plan 1\nclass: canary\n\ncall A x\npackage: a\n"));
	assert_false(cgf_own_plan_is("package: a\n"));
	assert_false(cgf_own_plan_is(""));
}

static void test_wrong(void **state)
{
	static const struct {
		const char *text, *why;
	} wrong[] = {
	        {"cgofault plan 2\npackage: a\n", "begins with"},
	        {"cgofault plan 1\npackage: a\n", "names no test"},
	        {"cgofault plan 1\ntest: TestX\n", "names no package"},
	        {"cgofault plan 1\npackage: a\ntest: TestX\nstate: odd\n", "state: odd"},
	        {"cgofault plan 1\npackage: a\ntest: TestX\nodd: 1\n", "odd: 1"},
	        {"cgofault plan 1\npackage: a\ntest: TestX\n\ngc@read.entry#0\n", "gc@read.entry#0"},
	        {"cgofault plan 1\npackage: a\ntest: TestX\n\ngc@.entry#1\n", "gc@.entry#1"},
	        {"cgofault plan 1\npackage: a\ntest: TestX\n\nlate@read.middle#1\n", "late@read.middle#1"},
	        {"cgofault plan 1\npackage: a\ntest: TestX\n\ngc\n", "gc"}};
	static struct cgf_own_plan plan;
	char why[256];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(cgf_own_plan_read(&plan, wrong[i].text, why, sizeof(why)), -EINVAL);
		assert_non_null(strstr(why, wrong[i].why));
	}
}

static void test_which_calls_suffer(void **state)
{
	(void)state;
	assert_true(cgf_own_fault_fits(CGF_OWN_LEAVE, CGF_OWN_FORM_C2));
	assert_false(cgf_own_fault_fits(CGF_OWN_LEAVE, CGF_OWN_FORM_C));
	assert_false(cgf_own_fault_fits(CGF_OWN_LEAVE, CGF_OWN_FORM_CALLBACK));
	assert_true(cgf_own_fault_fits(CGF_OWN_GC_ENTRY, CGF_OWN_FORM_MACRO));
	assert_false(cgf_own_fault_fits(CGF_OWN_GC_ENTRY, CGF_OWN_FORM_CALLBACK));
	assert_true(cgf_own_fault_fits(CGF_OWN_GC_CALLBACK, CGF_OWN_FORM_CALLBACK));
	assert_true(cgf_own_fault_fits(CGF_OWN_HOP, CGF_OWN_FORM_C));
	assert_false(cgf_own_fault_fits(CGF_OWN_HOP, CGF_OWN_FORM_CALLBACK));
	assert_false(cgf_own_fault_fits(CGF_OWN_LATE_RETURN, CGF_OWN_FORM_CALLBACK));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_comes_back),
	                                   cmocka_unit_test(test_of_a_class), cmocka_unit_test(test_wrong),
	                                   cmocka_unit_test(test_which_calls_suffer)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
