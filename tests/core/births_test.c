/*
 * births_test.c: every thread is counted when it is made, whoever makes it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "births.h"

#include <pthread.h>
#include <threads.h>

static uint32_t ran;

static void *run(void *argument)
{
	__atomic_fetch_add(&ran, 1, __ATOMIC_RELAXED);
	return argument;
}

static int run_c11(void *argument)
{
	(void)run(argument);
	return 7;
}

static void test_pthread_create(void **state)
{
	uint32_t before = cgf_births();
	pthread_t thread;
	void *result = NULL;

	(void)state;
	ran = 0;
	assert_int_equal(pthread_create(&thread, NULL, run, &ran), 0);
	assert_int_equal(cgf_births(), before + 2);
	assert_int_equal(pthread_join(thread, &result), 0);
	assert_ptr_equal(result, &ran);
	assert_int_equal(ran, 1);
	/* One that has ended was born all the same. */
	assert_int_equal(cgf_births(), before + 2);
}

static void test_thrd_create(void **state)
{
	uint32_t before = cgf_births();
	thrd_t thread;
	int result = 0;

	(void)state;
	ran = 0;
	assert_int_equal(thrd_create(&thread, run_c11, NULL), thrd_success);
	assert_int_equal(cgf_births(), before + 2);
	assert_int_equal(thrd_join(thread, &result), thrd_success);
	assert_int_equal(result, 7);
	assert_int_equal(ran, 1);
}

/* This program has no wrap, so nothing else can have made threads. */
static void test_no_library(void **state)
{
	(void)state;
	assert_false(cgf_births_may_be_unseen());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_pthread_create),
	        cmocka_unit_test(test_thrd_create),
	        cmocka_unit_test(test_no_library),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
