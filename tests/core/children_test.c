/*
 * children_test.c: which children count as the program's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "children.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
	pid_t pid;
	int out; /* its standard output, readable here */
};

/* A child that has this name, and stays until child_end. */
static struct child child_start(const char *name)
{
	struct child child;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	child.pid = fork();
	assert_true(child.pid >= 0);
	if (child.pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* where the test fails */
		prctl(PR_SET_NAME, name);
		if (dup2(ends[1], STDOUT_FILENO) < 0 || write(STDOUT_FILENO, "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ends[1]);
	child.out = ends[0];
	assert_int_equal(read(child.out, (char[1]){0}, 1), 1);
	return child;
}

static void child_end(const struct child *child)
{
	kill(child->pid, SIGKILL);
	assert_int_equal(waitpid(child->pid, NULL, 0), child->pid);
	close(child->out);
}

static void test_none(void **state)
{
	(void)state;
	assert_int_equal(cgf_children_answerer(-1), CGF_NO_CHILD_ANSWERS);
}

static void test_child(void **state)
{
	struct child child = child_start("sleeper");

	(void)state;
	assert_int_equal(cgf_children_answerer(-1), CGF_CHILD_ANSWERS);
	child_end(&child);
	assert_int_equal(cgf_children_answerer(-1), CGF_NO_CHILD_ANSWERS);
}

static void test_symbolizer(void **state)
{
	struct child symbolizer = child_start("llvm-symbolizer"), other;
	int elsewhere[2];

	(void)state;
	assert_int_equal(pipe(elsewhere), 0);
	assert_int_equal(cgf_children_answerer(-1), CGF_NO_CHILD_ANSWERS);
	assert_int_equal(cgf_children_answerer(elsewhere[0]), CGF_NO_CHILD_ANSWERS);
	assert_int_equal(cgf_children_answerer(symbolizer.out), CGF_SYMBOLIZER_ANSWERS);
	other = child_start("llvm-nm");
	assert_int_equal(cgf_children_answerer(-1), CGF_CHILD_ANSWERS);
	assert_int_equal(cgf_children_answerer(-1), CGF_CHILD_ANSWERS);
	assert_int_equal(cgf_children_answerer(symbolizer.out), CGF_SYMBOLIZER_ANSWERS);
	child_end(&other);
	assert_int_equal(cgf_children_answerer(-1), CGF_NO_CHILD_ANSWERS);
	child_end(&symbolizer);
	assert_int_equal(cgf_children_answerer(-1), CGF_NO_CHILD_ANSWERS);
}

/* One that has not been waited for is there. */
static void test_dead(void **state)
{
	struct child child = child_start("dies");
	siginfo_t info;

	(void)state;
	kill(child.pid, SIGKILL);
	assert_int_equal(waitid(P_PID, (id_t)child.pid, &info, WEXITED | WNOWAIT), 0);
	assert_int_equal(cgf_children_answerer(-1), CGF_CHILD_ANSWERS);
	child_end(&child);
	assert_int_equal(cgf_children_answerer(-1), CGF_NO_CHILD_ANSWERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_none),
	        cmocka_unit_test(test_child),
	        cmocka_unit_test(test_symbolizer),
	        cmocka_unit_test(test_dead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
