/*
 * units_test.c: tests that run at once as one.
 */
#include "own/units.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TESTS = 40 };

static struct cgf_own_test tests[CGF_OWN_TESTS_MAX];
static struct cgf_own_session session;

/* Tests of two packages, one after the other. */
static void make_tests(size_t count, const char *prefix)
{
	memset(tests, 0, sizeof(tests));
	session = (struct cgf_own_session){.tests = tests, .test_count = count, .packages.tested_count = 2};
	for (size_t i = 0; i < count; i++) {
		tests[i].parallel = true;
		tests[i].package = i % 2;
		assert_true(asprintf(&tests[i].name, "%s%zu", prefix, i) > 0);
	}
}

static void free_tests(void)
{
	for (size_t i = 0; i < session.test_count; i++)
		free(tests[i].name);
}

static void test_who_is_parallel(void **state)
{
	(void)state;
	assert_true(cgf_own_says_parallel("=== RUN   TestA\n=== PAUSE TestA\n", "TestA"));
	assert_true(cgf_own_says_parallel("out=== PAUSE TestAB\n=== PAUSE TestA", "TestA"));
	assert_false(cgf_own_says_parallel("=== RUN   TestA\n=== PAUSE TestA/sub\n", "TestA"));
	assert_false(cgf_own_says_parallel("=== CONT  TestA\n", "TestA"));
}

static void test_units(void **state)
{
	(void)state;
	make_tests(6, "Test");
	strcpy(tests[2].left_out, "fails");
	tests[3].parallel = false;
	assert_int_equal(cgf_own_units_add(&session), 0);
	assert_int_equal(session.test_count, 8);
	assert_string_equal(tests[6].name, "Test0|Test4");
	assert_int_equal(tests[6].package, 0);
	assert_string_equal(tests[7].name, "Test1|Test5");
	assert_int_equal(tests[7].package, 1);
	free_tests();
	/* One alone is none. */
	make_tests(2, "Test");
	assert_int_equal(cgf_own_units_add(&session), 0);
	assert_int_equal(session.test_count, 2);
	free_tests();
}

static void test_no_more_than_fit(void **state)
{
	char prefix[120];
	size_t in_units = 0;

	(void)state;
	make_tests(TESTS, "Test");
	assert_int_equal(cgf_own_units_add(&session), 0);
	/* 8, 8 and 4 of each package. */
	assert_int_equal(session.test_count, TESTS + 6);
	free_tests();
	memset(prefix, 'x', sizeof(prefix) - 1);
	prefix[sizeof(prefix) - 1] = '\0';
	make_tests(TESTS, prefix);
	assert_int_equal(cgf_own_units_add(&session), 0);
	for (size_t i = TESTS; i < session.test_count; i++) {
		const char *rest = tests[i].name, *one;

		assert_true(strlen(rest) < CGF_OWN_UNIT_BYTES_MAX);
		while (cgf_own_unit_next(&one, &rest) > 0)
			in_units++;
	}
	/* Three fit, and of the 20 of each package two are left for the last. */
	assert_int_equal(in_units, TESTS);
	free_tests();
}

static void test_join(void **state)
{
	(void)state;
	make_tests(3, "Test");
	assert_false(cgf_own_units_join(&session, "Test0|Test1"));
	assert_false(cgf_own_units_join(&session, "Test0|Test1|Test3"));
	assert_true(cgf_own_units_join(&session, "Test2|Test0|Test1"));
	assert_int_equal(session.test_count, 1);
	assert_string_equal(tests[0].name, "Test2|Test0|Test1");
	free_tests();
	make_tests(1, "Test");
	assert_true(cgf_own_units_join(&session, "Test0"));
	assert_false(cgf_own_units_join(&session, "Test"));
	free_tests();
}

int main(void)
{
	const struct CMUnitTest all[] = {cmocka_unit_test(test_who_is_parallel), cmocka_unit_test(test_units),
	                                 cmocka_unit_test(test_no_more_than_fit),
	                                 cmocka_unit_test(test_join)};

	return cmocka_run_group_tests(all, NULL, NULL);
}
