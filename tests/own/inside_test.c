/*
 * inside_test.c: what the library in a test binary reads: goroutines, threads, and errno's words.
 */
#include "own/inside/errno_words.h"
#include "own/inside/stacks.h"
#include "own/inside/tasks.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

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

#define HELD    "goroutine 7 [syscall]:" CALL "p.F()\n\n"
#define LOOKS   "goroutine 17 [running, locked to thread]:\np.look()\n\n"
#define TESTING "goroutine 1 [chan receive]:\ntesting.(*T).Run(0x1)\n\t/go/src/testing/testing.go:1 +0x1\n\n"

static void others_are_read(void **state)
{
	static const struct {
		const char *stacks;
		struct cgf_own_others wanted;
	} cases[] = {
	        {LOOKS HELD TESTING, {0, false}},
	        {LOOKS "goroutine 9 [syscall]:\nos/signal.signal_recv()\n\n" HELD, {0, false}},
	        /* Another one in the same function. */
	        {LOOKS HELD TESTING HELD, {1, false}},
	        {LOOKS "goroutine 8 [chan receive]:\np.G()\n\n" HELD, {1, false}},
	        {LOOKS HELD "goroutine 8 [sleep]:\ntime.Sleep(1)\np.G()\n", {1, false}},
	        {LOOKS HELD "goroutine 8 [runnable]:\np.G()\n", {1, true}},
	        {LOOKS HELD "goroutine 8 [running]:\np.G()\n", {1, true}},
	        {LOOKS HELD "goroutine 8 [syscall]:\np._Cfunc_other()\n", {1, false}},
	        /* It was paused, and goes on now. */
	        {LOOKS HELD "goroutine 8 [runnable]:\ntesting.(*T).Parallel(0x1)\n", {1, true}},
	        {LOOKS HELD "goroutine 8 [chan receive]:\ntesting.(*T).Parallel(0x1)\n", {0, false}},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cgf_own_others others;
		cgf_own_stacks_read_others(&others, cases[i].stacks, strlen(cases[i].stacks), "close_it");
		assert_int_equal(others.there, cases[i].wanted.there);
		assert_int_equal(others.move, cases[i].wanted.move);
	}
}

static bool locked(const char *stacks)
{
	return cgf_own_stacks_locked(stacks, strlen(stacks), "close_it");
}

static void locks_are_read(void **state)
{
	static const char both[] = LOOKS "goroutine 7 [syscall, locked to thread]:" CALL "\n" HELD;
	(void)state;
	assert_false(locked(LOOKS HELD));
	assert_false(locked(LOOKS TESTING));
	assert_true(locked(LOOKS "goroutine 7 [syscall, locked to thread]:" CALL));
	/* Which of the two it is nobody knows. */
	assert_false(locked(both));
}

struct sleeper {
	pthread_mutex_t lock;
	int spins;
};

static void *sleep_or_spin(void *argument)
{
	struct sleeper *sleeper = argument;
	while (__atomic_load_n(&sleeper->spins, __ATOMIC_SEQ_CST))
		;
	pthread_mutex_lock(&sleeper->lock);
	pthread_mutex_unlock(&sleeper->lock);
	return NULL;
}

static void threads_are_seen(void **state)
{
	struct sleeper sleeper = {PTHREAD_MUTEX_INITIALIZER, 1};
	struct cgf_own_threads_look look = {0};
	pthread_t thread;
	(void)state;
	pthread_mutex_lock(&sleeper.lock);
	assert_int_equal(pthread_create(&thread, NULL, sleep_or_spin, &sleeper), 0);
	for (int i = 0; i < 3; i++)
		assert_false(cgf_own_threads_rest(&look));
	assert_int_equal(look.count, 1);
	__atomic_store_n(&sleeper.spins, 0, __ATOMIC_SEQ_CST);
	while (!cgf_own_threads_rest(&look))
		sched_yield();
	assert_true(cgf_own_threads_rest(&look));
	pthread_mutex_unlock(&sleeper.lock);
	pthread_join(thread, NULL);
	/* It is over for pthread_join a little before the kernel takes it out of /proc. */
	do
		cgf_own_threads_rest(&look);
	while (look.count > 0 && tgkill(getpid(), look.threads[0].id, 0) == 0);
	cgf_own_threads_rest(&look);
	assert_int_equal(look.count, 0);
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
	        cmocka_unit_test(goroutines_are_read), cmocka_unit_test(others_are_read),
	        cmocka_unit_test(locks_are_read),      cmocka_unit_test(threads_are_seen),
	        cmocka_unit_test(words_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
