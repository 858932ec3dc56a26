/*
 * quiet_thread.c: see quiet_thread.h. It sleeps by the system call itself.
 */
#include "quiet_thread.h"

#include "own_thread.h"

#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { IDLE, TAKEN, ASKED, DONE };

static int state;
static int its_process; /* 0: there is none; a child made by fork has another number, and not the thread */
static void *(*its_work)(void *);
static void *its_argument;

extern void __tsan_acquire(void *address) __attribute__((weak));

static void set(int to)
{
	__atomic_store_n(&state, to, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &state, FUTEX_WAKE_PRIVATE, 2, NULL, NULL, 0);
}

static void wait_for(int wanted)
{
	int now;
	while ((now = __atomic_load_n(&state, __ATOMIC_SEQ_CST)) != wanted)
		syscall(SYS_futex, &state, FUTEX_WAIT_PRIVATE, now, NULL, NULL, 0);
}

static void *serve(void *unused)
{
	(void)unused;
	for (;;) {
		wait_for(ASKED);
		cgf_own_thread_do(its_work, its_argument);
		set(DONE);
	}
	return NULL;
}

void cgf_own_quiet_thread_make(void)
{
	pthread_t thread;
	if (__tsan_acquire && cgf_own_thread_create(&thread, serve, NULL) == 0)
		its_process = getpid();
}

bool cgf_own_quiet_thread_do(void *(*work)(void *), void *argument)
{
	int idle = IDLE;
	if (its_process != getpid() ||
	    !__atomic_compare_exchange_n(&state, &idle, TAKEN, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return false;
	its_work = work;
	its_argument = argument;
	set(ASKED);
	wait_for(DONE);
	set(IDLE);
	return true;
}
