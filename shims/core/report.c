/*
 * report.c: how a process that has found something says so, and dies.
 *
 * Lines on stderr for whoever watches the process (fuzz/verdict): "cgofault: found ...", "cgofault: harness
 * ...", "cgofault: go ..." (the Go line that was inside the C call). Digests stand in the statistics.
 */
#include "internal.h"

#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A dying thread that holds the P would wait for ever for a Go stack. */
enum { STACK_WAIT_US = 3000000 };

/* One write a line: lines of several threads must not mix. */
CGF_UNSEEN void cgf_print(const char *first, ...)
{
	char line[512];
	size_t length = 0;
	va_list more;
	va_start(more, first);
	for (const char *part = first; part; part = va_arg(more, const char *)) {
		for (size_t i = 0; part[i] && length < sizeof line - 1; i++)
			line[length++] = part[i];
	}
	va_end(more);
	if (length == sizeof line - 1)
		line[length - 1] = '\n';
	cgf_raw_syscall(SYS_write, 2, (long)line, (long)length, 0);
}

CGF_UNSEEN void cgf_want_got(char *out, int want, int got)
{
	const char *want_name = want ? strerrorname_np(want) : "nil";
	const char *got_name = got < 0 ? "error" : got ? strerrorname_np(got) : "nil";
	snprintf(out, 80, "want=%s got=%s", want_name ? want_name : "unknown",
	         got_name ? got_name : "unknown");
}

/* ---- Go stacks, from a thread that is not dying ---- */

static uint32_t stack_wanted, stack_done;
static int64_t stack_goroutine;

extern void __tsan_release(void *address) __attribute__((weak));
extern void __tsan_flush_memory(void) __attribute__((weak));
static char stack_thread_known;

CGF_UNSEEN static void *stack_thread(void *unused)
{
	(void)unused;
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

CGF_UNSEEN static void go_stack_print(int64_t goroutine)
{
	if (goroutine)
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

/* ---- dying ---- */

static uint32_t dying;
static bool story_wanted, engine = true;

CGF_UNSEEN void cgf_story_wanted(bool wanted)
{
	story_wanted = wanted;
}

/* The second thread that dies waits for the first. */
CGF_UNSEEN static void die_once(void)
{
	if (__atomic_exchange_n(&dying, 1, __ATOMIC_ACQ_REL)) {
		for (;;)
			cgf_futex_wait(&dying, 1, 0);
	}
}

static int64_t also_goroutine;

CGF_UNSEEN void cgf_found_also(int64_t goroutine)
{
	also_goroutine = goroutine;
}

/* Puts back the default action of SIGABRT: by a raw system call, since a sanitizer refuses signal(2). All
 * zero is the kernel's form of it: handler, flags, restorer and mask. */
CGF_UNSEEN static void abort_unhandled(void)
{
	static const uint64_t standard[4];
	cgf_raw_syscall(SYS_rt_sigaction, SIGABRT, (long)standard, 0, sizeof standard[3]);
}

_Noreturn CGF_UNSEEN void cgf_found(const char *verdict, const char *at, const char *more, int64_t goroutine)
{
	die_once();
	cgf_print("cgofault: found ", verdict, " at=", at, *more ? " " : "", more, "\n", NULL);
	go_stack_print(goroutine);
	go_stack_print(also_goroutine);
	if (story_wanted)
		cgf_trace_print();
	/* An engine has a handler that keeps the input; without one, Go's or the sanitizer's would print a
	 * page of its own. */
	if (!engine)
		abort_unhandled();
	abort();
}

_Noreturn CGF_UNSEEN void cgf_harness_failed(const char *message)
{
	die_once();
	cgf_print("cgofault: harness ", message, "\n", NULL);
	_exit(3);
}

/* A sanitizer has printed its report and is about to end the process. */
CGF_UNSEEN static void sanitizer_dies(void)
{
	struct cgf_caller *caller = cgf_core.active;
	if (__atomic_exchange_n(&dying, 1, __ATOMIC_ACQ_REL))
		return;
	if (caller && caller->in_call)
		go_stack_print(caller->goroutine);
	if (story_wanted)
		cgf_trace_print();
}

extern void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

CGF_UNSEEN void cgf_report_deaths(void)
{
	engine = false;
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(sanitizer_dies);
}

/* ---- memory from malloc ---- */

enum { ALLOCATIONS_MAX = 4096 };

struct allocation {
	uintptr_t address; /* its bits flipped: the leak checker must not find it here */
	uint32_t number;
};

extern int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
                                                     void (*on_free)(const volatile void *))
        __attribute__((weak));
extern int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

/* Live allocations that the plan's callers made in this run. */
static struct allocation allocations[ALLOCATIONS_MAX];
static uint32_t allocation_count, allocation_live, allocation_lock, allocation_wanted;
static __thread bool hook_busy;

CGF_UNSEEN static struct cgf_caller *allocating_caller(void)
{
	struct cgf_caller *caller = cgf_core.active;
	if (!cgf_core.running || hook_busy || !caller)
		return NULL;
	return caller->thread == cgf_raw_syscall(SYS_gettid, 0, 0, 0, 0) ? caller : NULL;
}

CGF_UNSEEN static void malloc_seen(const volatile void *address, size_t bytes)
{
	struct cgf_caller *caller = allocating_caller();
	(void)bytes;
	if (!caller)
		return;
	hook_busy = true;
	cgf_lock(&allocation_lock);
	uint32_t number = ++allocation_count;
	for (unsigned i = 0; i < ALLOCATIONS_MAX && i <= allocation_live; i++) {
		if (!allocations[i].address) {
			allocations[i].address = ~(uintptr_t)address;
			allocations[i].number = number;
			allocation_live++;
			break;
		}
	}
	cgf_unlock(&allocation_lock);
	if (number == allocation_wanted) {
		go_stack_print(caller->goroutine);
		_exit(0); /* this repetition of the run was for that stack alone */
	}
	hook_busy = false;
}

CGF_UNSEEN static void free_seen(const volatile void *address)
{
	if (!address || !cgf_load(&allocation_live) || hook_busy)
		return;
	cgf_lock(&allocation_lock);
	for (unsigned i = 0; i < ALLOCATIONS_MAX; i++) {
		if (allocations[i].address == ~(uintptr_t)address) {
			allocations[i].address = 0;
			allocation_live--;
			break;
		}
	}
	cgf_unlock(&allocation_lock);
}

CGF_UNSEEN void cgf_malloc_count_reset(void)
{
	for (unsigned i = 0; allocation_live && i < ALLOCATIONS_MAX; i++)
		allocations[i].address = 0;
	allocation_count = allocation_live = 0;
}

CGF_UNSEEN bool cgf_malloc_unbalanced(void)
{
	return __lsan_do_recoverable_leak_check && allocation_live;
}

CGF_UNSEEN static uint32_t first_live_allocation(void)
{
	uint32_t first = 0;
	for (unsigned i = 0; i < ALLOCATIONS_MAX; i++) {
		if (allocations[i].address && (!first || allocations[i].number < first))
			first = allocations[i].number;
	}
	return first;
}

CGF_UNSEEN void cgf_leak_check(void)
{
	char more[40];
	if (!__lsan_do_recoverable_leak_check())
		return;
	snprintf(more, sizeof more, "malloc=%u", first_live_allocation());
	cgf_found("lsan/leak", "unknown", more, 0);
}

/* ---- the watchdog ---- */

enum { WATCH_PERIOD_US = 250000, SPIN_CPU_MS = 4000, STUCK_PERIODS = 240 };

CGF_UNSEEN static int64_t process_cpu_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

CGF_UNSEEN static const char *active_op(void)
{
	const struct cgf_caller *caller = cgf_core.active ? cgf_caller_owner(cgf_core.active) : NULL;
	bool op = caller && caller->working && caller->number < CGF_CALLER_LIBRARY;
	return op ? cgf_core.words->ops[caller->work.op] : "unknown";
}

/* Ends a run that spins: counted in processor time that passes while nothing happens, since with one P a
 * goroutine that never calls anything is never asked to stop. */
CGF_UNSEEN static void *watchdog_thread(void *unused)
{
	uint32_t never = 0;
	uint64_t seen = 0;
	int64_t cpu_ms = 0;
	int periods = 0;
	(void)unused;
	for (;; periods++) {
		cgf_futex_wait(&never, 0, WATCH_PERIOD_US);
		uint64_t now = cgf_core.stats->steps_total + cgf_core.stats->executions + cgf_core.calls;
		if (!cgf_core.running || now != seen) {
			if (cgf_core.running && periods > 0)
				cgf_clock_hold();
			seen = now;
			cpu_ms = process_cpu_ms();
			periods = 0;
			continue;
		}
		/* A goroutine may spin until another one has run: Go preempts it by the clock. */
		cgf_clock_release();
		if (process_cpu_ms() - cpu_ms > SPIN_CPU_MS) {
			cgf_found("progress/spinning", active_op(), "", 0);
		} else if (periods > STUCK_PERIODS) {
			cgf_harness_failed(
			        "nothing has happened for a minute, and nothing is proved to be blocked");
		}
	}
	return NULL;
}

CGF_UNSEEN static void thread_start(void *(*function)(void *))
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, function, NULL))
		cgf_harness_failed("cannot make a thread");
	pthread_detach(thread);
}

CGF_UNSEEN void cgf_report_start(void)
{
	const char *wanted = getenv("CGF_STACK_AT_MALLOC");
	allocation_wanted = wanted ? (uint32_t)strtoul(wanted, NULL, 10) : 0;
	if (__sanitizer_install_malloc_and_free_hooks)
		__sanitizer_install_malloc_and_free_hooks(malloc_seen, free_seen);
	thread_start(stack_thread);
	thread_start(watchdog_thread);
}
