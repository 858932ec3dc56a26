/*
 * child_threads_test.c: threads that each run a child at the same time.
 */
#include "child.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { TIMEOUT_MS = 20 * 1000, TICK_MS = 10 };

static sem_t first_runs;
static atomic_bool second_runs, first_ended;

static int run(bool (*tick)(void *data))
{
	char *const argv[] = {"sleep", "600", NULL};
	const struct cgf_child_request request = {.path = "sleep",
	                                          .argv = argv,
	                                          .own_group = true,
	                                          .timeout_ms = TIMEOUT_MS,
	                                          .tick = tick,
	                                          .tick_ms = TICK_MS};
	int status;

	return cgf_child_run(&status, NULL, &request);
}

static bool first_goes_on(void *data)
{
	(void)data;
	sem_post(&first_runs);
	return !second_runs;
}

static bool second_goes_on(void *data)
{
	(void)data;
	second_runs = true;
	return !first_ended;
}

static void *run_first(void *data)
{
	*(int *)data = run(first_goes_on);
	first_ended = true;
	return NULL;
}

/* The second child begins later and lasts until the first has ended: nothing of the second run may keep the
 * first one. */
static void test_first_ends_first(void **state)
{
	pthread_t thread;
	int first = 0, second;

	(void)state;
	assert_int_equal(sem_init(&first_runs, 0, 0), 0);
	assert_int_equal(pthread_create(&thread, NULL, run_first, &first), 0);
	while (sem_wait(&first_runs) != 0)
		;
	second = run(second_goes_on);
	pthread_join(thread, NULL);
	sem_destroy(&first_runs);
	assert_int_equal(first, -EINTR);
	assert_int_equal(second, -EINTR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_first_ends_first)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
