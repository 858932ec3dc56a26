/*
 * stop_test.c: what a signal does, and what a second one does.
 */
#include "plans/stop.h"

#include "child.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { LATER_MS = 600, STOPPED = 42 };

/* How a process ends that gets two signals with this time between them. */
static int send_two(int second, int64_t between_ms)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		int64_t first_ms;

		cgf_stop_catch();
		first_ms = cgf_now_ms();
		raise(SIGTERM);
		while (cgf_now_ms() - first_ms < between_ms)
			;
		raise(second);
		_exit(cgf_stop ? STOPPED : 1);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

/* As timeout(1) does, and a shell that passes on what its group has got. */
static void test_one_wish(void **state)
{
	int same = send_two(SIGTERM, 0), other = send_two(SIGINT, 0);

	(void)state;
	assert_true(WIFEXITED(same));
	assert_int_equal(WEXITSTATUS(same), STOPPED);
	assert_true(WIFEXITED(other));
	assert_int_equal(WEXITSTATUS(other), STOPPED);
}

static void test_two_wishes(void **state)
{
	int status = send_two(SIGINT, LATER_MS);

	(void)state;
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGINT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_wish),
	                                   cmocka_unit_test(test_two_wishes)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
