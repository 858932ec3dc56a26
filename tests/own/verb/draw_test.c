/*
 * draw_test.c: plans that are drawn by a number.
 */
#include "own/draw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 2000 };

static const char *const no_patterns[] = {NULL};
static struct cgf_own_session session;
static struct cgf_own_site sites[3];
static struct cgf_own_test tests_of_it[3];
static struct cgf_own_draw draw;

static struct cgf_own_site make_site(const char *function, enum cgf_own_form form, bool uneven)
{
	struct cgf_own_site site = {.form = form, .calls = 2, .place = "x.go:1", .uneven = uneven};

	strcpy(site.function, function);
	site.numbers[0] = 4;
	site.numbers[1] = 7;
	return site;
}

/* TestA calls a function with errno, TestB one without and one whose calls differ, and TestC is left out. */
static int make_session(void **state)
{
	static char names[3][8] = {"TestA", "TestB", "TestC"};

	(void)state;
	sites[0] = make_site("read", CGF_OWN_FORM_C2, false);
	sites[1] = make_site("close", CGF_OWN_FORM_C, false);
	sites[2] = make_site("odd", CGF_OWN_FORM_C, true);
	for (size_t i = 0; i < 3; i++) {
		tests_of_it[i] = (struct cgf_own_test){.name = names[i], .ms = 10};
		tests_of_it[i].trace.sites = i == 1 ? &sites[1] : &sites[0];
		tests_of_it[i].trace.site_count = i == 1 ? 2 : 1;
	}
	strcpy(tests_of_it[2].left_out, "fails");
	session.tests = tests_of_it;
	session.test_count = 3;
	session.packages.tested_count = 1;
	session.packages.tested[0].path = "a.org/m";
	session.options.with = no_patterns;
	session.options.calls_per_line = 3;
	return cgf_own_draw_make(&draw, &session);
}

static int free_session(void **state)
{
	(void)state;
	cgf_own_draw_free(&draw);
	return 0;
}

static void check_fault(const struct cgf_own_plan *plan, const struct cgf_own_fault *fault)
{
	bool a = strcmp(plan->test, "TestA") == 0;

	assert_true(a || strcmp(plan->test, "TestB") == 0);
	assert_string_equal(fault->function, a ? "read" : "close");
	assert_true(fault->number == 4 || fault->number == 7);
	assert_true(a || fault->kind != CGF_OWN_LEAVE);
	assert_int_not_equal(fault->kind, CGF_OWN_KEPT);
	assert_int_not_equal(fault->kind, CGF_OWN_GC_CALLBACK);
}

/* A plan that can be read back, for a test that is swept, of faults that fit. */
static void check_plan(const struct cgf_own_plan *plan)
{
	static struct cgf_own_plan again;
	char text[4096], why[256];
	size_t test;

	assert_true(cgf_own_plan_write(text, sizeof(text), plan) > 0);
	assert_true(cgf_own_plan_is(text));
	assert_int_equal(cgf_own_plan_read(&again, text, why, sizeof(why)), 0);
	assert_int_equal(again.fault_count, plan->fault_count);
	assert_string_equal(again.verdict, "");
	assert_true(cgf_own_draw_find(&test, &session, &again));
	for (size_t i = 0; i < plan->fault_count; i++)
		check_fault(plan, &plan->faults[i]);
}

static void test_all_is_drawn(void **state)
{
	static struct cgf_own_plan plan, same;
	bool drawn[2][CGF_OWN_FAULT_KINDS][2] = {0};
	size_t ones = 0, twos = 0, all = 0;

	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		assert_true(cgf_own_draw_plan(&plan, &draw, seed));
		assert_true(cgf_own_draw_plan(&same, &draw, seed));
		assert_memory_equal(&plan, &same, sizeof(plan));
		check_plan(&plan);
		ones += plan.fault_count == 1;
		twos += plan.fault_count == 2;
		drawn[strcmp(plan.test, "TestA") == 0][plan.faults[0].kind][plan.faults[0].number == 7] =
		        true;
	}
	assert_int_equal(ones + twos, SEEDS);
	assert_true(twos > 0 && twos < ones);
	for (size_t i = 0; i < sizeof(drawn); i++)
		all += ((bool *)drawn)[i];
	/* Six kinds of `read` and five of `close`, at two calls each. */
	assert_int_equal(all, 2 * (6 + 5));
}

static void test_changes(void **state)
{
	static struct cgf_own_plan plan;
	size_t fewer = 0, more = 0;

	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		size_t before;

		assert_true(cgf_own_draw_plan(&plan, &draw, seed));
		strcpy(plan.verdict, "errno/false at=read");
		before = plan.fault_count;
		assert_true(cgf_own_draw_change(&plan, &draw, seed));
		check_plan(&plan);
		fewer += plan.fault_count < before;
		more += plan.fault_count > before;
	}
	assert_true(fewer > 0 && more > 0);
	strcpy(plan.test, "TestC");
	assert_false(cgf_own_draw_change(&plan, &draw, 1));
}

static void test_joins(void **state)
{
	static struct cgf_own_plan plan, other;
	char why[256];

	(void)state;
	assert_int_equal(cgf_own_plan_read(&plan,
	                                   "cgofault plan 1\npackage: a.org/m\ntest: TestA\n\nhop@read#4\n",
	                                   why, sizeof(why)),
	                 0);
	other = plan;
	assert_false(cgf_own_draw_join(&plan, &other));
	assert_int_equal(plan.fault_count, 1);
	other.faults[0].number = 7;
	assert_true(cgf_own_draw_join(&plan, &other));
	assert_int_equal(plan.fault_count, 2);
	check_plan(&plan);
	for (unsigned number = 10; number < 30; number++) {
		other.faults[0].number = number;
		cgf_own_draw_join(&plan, &other);
	}
	assert_int_equal(plan.fault_count, CGF_OWN_DRAW_FAULTS_MAX);
	strcpy(other.test, "TestB");
	assert_false(cgf_own_draw_join(&plan, &other));
}

/* Where no test is swept. */
static void test_nothing(void **state)
{
	static struct cgf_own_plan plan;
	struct cgf_own_draw none;

	(void)state;
	session.test_count = 0;
	assert_int_equal(cgf_own_draw_make(&none, &session), 0);
	assert_false(cgf_own_draw_plan(&plan, &none, 1));
	assert_false(cgf_own_draw_change(&plan, &none, 1));
	cgf_own_draw_free(&none);
	session.test_count = 3;
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_is_drawn),
	                                   cmocka_unit_test(test_changes), cmocka_unit_test(test_joins),
	                                   cmocka_unit_test(test_nothing)};

	return cmocka_run_group_tests(tests, make_session, free_session);
}
