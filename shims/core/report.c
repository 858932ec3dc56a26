/*
 * report.c: how a process that has found something says so, and dies.
 *
 * Lines on stderr for whoever watches the process (fuzz/verdict): "cgofault: found ...", "cgofault: harness
 * ...", "cgofault: go ..." (the Go line that was inside the C call). Digests stand in the statistics.
 */
#include "report.h"
#include "asan.h"
#include "callers.h"
#include "cgf_run.h"
#include "copy.h"
#include "go_stacks.h"
#include "print.h"
#include "trace.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static uint32_t dying;
static bool story_wanted, engine = true;

CGF_UNSEEN void cgf_story_wanted(bool wanted)
{
	story_wanted = wanted;
}

CGF_UNSEEN bool cgf_has_engine(void)
{
	return engine;
}

CGF_UNSEEN bool cgf_is_dying(void)
{
	return cgf_load(&dying);
}

/* The second thread that dies waits for the first. */
CGF_UNSEEN static void die_once(void)
{
	if (__atomic_exchange_n(&dying, 1, __ATOMIC_ACQ_REL)) {
		for (;;)
			cgf_futex_wait(&dying, 1, 0);
	}
}

/* Sides of a deadlock, say. */
enum { ALSO_MAX = 16 };
static int64_t also[ALSO_MAX];
static unsigned also_count;

CGF_UNSEEN void cgf_found_also(int64_t goroutine)
{
	if (also_count < ALSO_MAX)
		also[also_count++] = goroutine;
}

/* Puts back the default action of SIGABRT: by a raw system call, since a sanitizer refuses signal(2). All
 * zero is the kernel's form of it: handler, flags, restorer and mask. */
CGF_UNSEEN static void abort_unhandled(void)
{
	static const uint64_t standard[4];
	cgf_raw_syscall(SYS_rt_sigaction, SIGABRT, (long)standard, 0, sizeof standard[3]);
}

/* The finding has been printed. */
_Noreturn CGF_UNSEEN static void die(int64_t goroutine)
{
	cgf_go_stack_print(goroutine);
	for (unsigned i = 0; i < also_count; i++) {
		if (also[i] != goroutine)
			cgf_go_stack_print(also[i]);
	}
	if (story_wanted)
		cgf_trace_print();
	if (story_wanted && cgf_core.second_run)
		cgf_print("cgofault: story -  - and this was found when the plan ran ",
		          cgf_core.repeat ? "once more" : "without a fault", "\n", NULL);
	/* An engine has a handler that keeps the input; without one, Go's or the sanitizer's would print a
	 * page of its own. */
	if (!engine)
		abort_unhandled();
	abort();
}

_Noreturn CGF_UNSEEN void cgf_found(const char *verdict, const char *at, const char *more, int64_t goroutine)
{
	cgf_copy_ends_here(NULL);
	die_once();
	cgf_print("cgofault: found ", verdict, " at=", at, *more ? " " : "", more, "\n", NULL);
	/* ClusterFuzz sorts crashes by the three frames on top, which are the same ones for all of these,
	 * unless an assertion has words of its own (ASSERT_REGEX in its stacktraces/constants.py). */
	if (engine)
		cgf_print("ASSERTION FAILED: ", verdict, " at=", at, "\n", NULL);
	die(goroutine);
}

_Noreturn CGF_UNSEEN void cgf_found_as_printed(void)
{
	die_once();
	die(0);
}

/* The goroutine for which this thread is inside C, also where it called no function of the library's. */
CGF_UNSEEN static int64_t dying_goroutine(void)
{
	const struct cgf_caller *caller = cgf_core.active;
	if (caller && (caller->in_call || caller->thread == cgf_thread_number()))
		return caller->goroutine;
	return CGF_GOROUTINE_IN_C;
}

static pid_t process;

/* The program ends the process in the middle of a run, by exit(3): whoever is inside C does it. */
CGF_UNSEEN static void program_exits(int status, void *unused)
{
	const struct cgf_caller *caller = cgf_core.active;
	char name[32];
	(void)unused;
	/* A child that the program has forked may do so. */
	if (!cgf_core.running || getpid() != process)
		return;
	snprintf(name, sizeof name, "crash/exit-%d", status & 0xff);
	cgf_found(name, caller && caller->in_call ? caller->function->name : "unknown", "",
	          dying_goroutine());
}

CGF_UNSEEN void cgf_report_exits(void)
{
	process = getpid();
	if (on_exit(program_exits, NULL))
		cgf_harness_failed("cannot be told when the program exits");
}

_Noreturn CGF_UNSEEN void cgf_harness_failed(const char *message)
{
	die_once();
	cgf_print("cgofault: harness ", message, "\n", NULL);
	_exit(3);
}

/* An access by Go code itself: Go's -asan reports it by a program counter alone. The thread has the P, and no
 * other one can look at Go's stacks. */
CGF_UNSEEN static bool sanitizer_reports_go(void)
{
	struct cgf_asan_report report = cgf_asan_report();
	return report.pc && !report.bp;
}

extern void __msan_unpoison(const volatile void *memory, size_t bytes) __attribute__((weak));

/* MemorySanitizer does not say who asked it: outside of the library's calls it was Go code, as above. */
CGF_UNSEEN static bool may_be_go_by_msan(void)
{
	const struct cgf_caller *caller = cgf_core.active;
	return __msan_unpoison && !(caller && caller->in_call);
}

CGF_UNSEEN void cgf_report_death(void)
{
	if (__atomic_exchange_n(&dying, 1, __ATOMIC_ACQ_REL))
		return;
	if (sanitizer_reports_go())
		cgf_go_frames_print();
	else if (cgf_core.running && !may_be_go_by_msan())
		cgf_go_stack_print(dying_goroutine());
	if (story_wanted)
		cgf_trace_print();
}

/* AddressSanitizer calls it, where a program has it, before it prints its report. An engine has the death
 * callback for itself. */
void __asan_on_error(void);

CGF_UNSEEN void __asan_on_error(void)
{
	if (engine)
		cgf_report_death();
}

extern void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

CGF_UNSEEN void cgf_report_deaths(void)
{
	engine = false;
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(cgf_report_death);
}
