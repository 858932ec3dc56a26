/*
 * inside_test.c: what the library in a test binary reads: goroutines, and errno's words.
 */
#include "own/inside/errno_words.h"
#include "own/inside/stacks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define FINALIZER "\nruntime.runFinalizers()\n\t/go/src/runtime/mfinal.go:272 +0x3f7\n"
#define CLEANUP   "\nruntime.runCleanups()\n\t/go/src/runtime/mcleanup.go:745 +0x1\n"
#define CALL      "\np._Cfunc_close_it(0x1)\n\t_cgo_gotypes.go:1 +0x1\n"

static void goroutines_are_read(void **state)
{
	static const struct {
		const char *stacks;
		struct cgf_own_waiting wanted;
	} cases[] = {
	        {"", {false, 0, 0}},
	        {"goroutine 1 [running]:\nmain.main()\n", {false, 0, 0}},
	        {"goroutine 18 [running]:" FINALIZER, {true, 0, 0}},
	        {"goroutine 18 [runnable, locked to thread]:" FINALIZER, {true, 0, 0}},
	        {"goroutine 18 [syscall, 2 minutes]:" CALL FINALIZER, {false, 1, 0}},
	        {"goroutine 18 [syscall]:\np._Cfunc_close_it_all(0x1)" FINALIZER, {true, 0, 0}},
	        {"goroutine 18 [syscall]:\np._Cfunc_close(0x1)" FINALIZER, {true, 0, 0}},
	        {"goroutine 18 [sync.Mutex.Lock]:" CALL FINALIZER, {false, 1, 0}},
	        {"goroutine 18 [chan receive, 1 minutes]:" CLEANUP "\n\ngoroutine 19 [semacquire]:" CLEANUP,
	         {false, 0, 2}},
	        {"goroutine 18 [select]:" FINALIZER "\ngoroutine 19 [sleep]:" CLEANUP, {true, 1, 0}},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cgf_own_waiting waiting;
		cgf_own_stacks_read(&waiting, cases[i].stacks, strlen(cases[i].stacks), "close_it");
		assert_int_equal(waiting.move, cases[i].wanted.move);
		assert_int_equal(waiting.finalizers, cases[i].wanted.finalizers);
		assert_int_equal(waiting.cleanups, cases[i].wanted.cleanups);
	}
}

static void words_are_known(void **state)
{
	(void)state;
	assert_true(cgf_own_errno_is_an_answer("readdir"));
	assert_true(cgf_own_errno_is_an_answer("strtol"));
	assert_true(cgf_own_errno_is_an_answer("getpwnam"));
	assert_true(cgf_own_errno_is_an_answer("mbrtowc"));
	assert_true(cgf_own_errno_is_an_answer("cos"));
	assert_true(cgf_own_errno_is_an_answer("ynl"));
	assert_false(cgf_own_errno_is_an_answer("read"));
	assert_false(cgf_own_errno_is_an_answer("strto"));
	assert_false(cgf_own_errno_is_an_answer(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(goroutines_are_read),
	        cmocka_unit_test(words_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
