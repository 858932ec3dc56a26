/*
 * go_stacks.c: the Go frames of a caller, printed by a thread that is not dying.
 */
#include "go_stacks.h"
#include "callers.h"
#include "print.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* A dying thread that holds the P would wait for ever for a Go stack. */
enum { STACK_WAIT_US = 3000000 };

static uint32_t stack_wanted, stack_done;
static int64_t stack_goroutine;
static uint32_t call_wanted; /* 0: none */
static bool not_of_this_run;

extern void __tsan_release(void *address) __attribute__((weak));
extern void __tsan_flush_memory(void) __attribute__((weak));
static char stack_thread_known;

static long own_thread;

CGF_UNSEEN long cgf_go_stacks_thread(void)
{
	return own_thread;
}

CGF_UNSEEN static void *stack_thread(void *unused)
{
	(void)unused;
	own_thread = cgf_raw_syscall(SYS_gettid, 0, 0, 0, 0);
	for (;;) {
		while (!cgf_load(&stack_wanted))
			cgf_futex_wait(&stack_wanted, 0, 0);
		cgf_store(&stack_wanted, 0);
		if (stack_goroutine)
			cgf_core.go_side->print_stack(stack_goroutine);
		else if (__tsan_release)
			__tsan_release(&stack_thread_known);
		cgf_store(&stack_done, 1);
		cgf_futex_wake(&stack_done);
	}
	return NULL;
}

/* goroutine 0: makes that thread known to ThreadSanitizer, and prints nothing. */
CGF_UNSEEN static void stack_thread_ask(int64_t goroutine)
{
	stack_goroutine = goroutine;
	cgf_store(&stack_done, 0);
	cgf_store(&stack_wanted, 1);
	cgf_futex_wake(&stack_wanted);
	for (int i = 0; i < 100 && !cgf_load(&stack_done); i++)
		cgf_futex_wait(&stack_done, 0, STACK_WAIT_US / 100);
}

static const volatile bool *go_dies;

CGF_UNSEEN void cgf_go_dies_by(const bool *dies)
{
	go_dies = dies;
}

CGF_UNSEEN void cgf_go_stack_print(int64_t goroutine)
{
	if (goroutine && !(go_dies && *go_dies))
		stack_thread_ask(goroutine);
}

/*
 * ThreadSanitizer remembers four accesses to eight bytes. Which one a fifth takes the place of depends on how
 * much it has recorded of the thread before, and so on how the Go runtime happened to start its threads: one
 * plan in 1,000 had its race in two of three replays. What was forgotten, threads included, is taken up again
 * under a lock that a thread which is reporting holds: the thread that prints stacks does it now.
 */
CGF_UNSEEN void cgf_forget_accesses(void)
{
	if (!__tsan_flush_memory)
		return;
	__tsan_flush_memory();
	stack_thread_ask(0);
}

CGF_UNSEEN void cgf_go_stack_at_call(uint32_t call_id, int64_t goroutine)
{
	if (call_id != call_wanted || not_of_this_run)
		return;
	cgf_go_stack_print(goroutine);
	_exit(0); /* this repetition of the run was for that stack alone */
}

void cgf_stacks_wanted(bool wanted)
{
	not_of_this_run = !wanted;
}

CGF_UNSEEN bool cgf_stacks_are_wanted(void)
{
	return !not_of_this_run;
}

CGF_UNSEEN void cgf_go_stacks_start(void)
{
	pthread_t thread;
	const char *wanted = getenv("CGF_STACK_AT_CALL");
	call_wanted = wanted ? (uint32_t)strtoul(wanted, NULL, 10) : 0;
	if (pthread_create(&thread, NULL, stack_thread, NULL))
		cgf_author_error("cannot make a thread", "go stacks");
	pthread_detach(thread);
}
