/*
 * watchdog.c: ends a run in which nothing happens: one that spins, or one that the harness has lost.
 */
#include "watchdog.h"
#include "callers.h"
#include "cgf_run.h"

#include <pthread.h>

enum { WATCH_PERIOD_US = 250000, SPIN_CPU_MS = 2000, STUCK_PERIODS = 240 };

/* What the harness spends on looking at the threads of a program that sleeps is no spinning of the program's.
 */
CGF_UNSEEN static int64_t program_cpu_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * 1000 + (now.tv_nsec - cgf_threads_looking_ns()) / 1000000;
}

CGF_UNSEEN static const char *active_op(void)
{
	const struct cgf_caller *caller = cgf_core.active ? cgf_caller_owner(cgf_core.active) : NULL;
	bool op = caller && caller->working && caller->number < CGF_CALLER_LIBRARY;
	return op ? cgf_core.words->ops[caller->work.op] : "unknown";
}

static long watchdog;

CGF_UNSEEN long cgf_watchdog_thread(void)
{
	return watchdog;
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
	watchdog = cgf_raw_syscall(SYS_gettid, 0, 0, 0, 0);
	for (;; periods++) {
		cgf_futex_wait(&never, 0, WATCH_PERIOD_US);
		uint64_t now = cgf_core.stats->steps_total + cgf_core.stats->executions + cgf_core.calls;
		if (!cgf_core.running || now != seen) {
			if (cgf_core.running && periods > 0)
				cgf_clock_hold();
			seen = now;
			cpu_ms = program_cpu_ms();
			periods = 0;
			continue;
		}
		/* A goroutine may spin until another one has run: Go preempts it by the clock. */
		cgf_clock_release();
		if (program_cpu_ms() - cpu_ms > SPIN_CPU_MS) {
			cgf_found("progress/spinning", active_op(), "", 0);
		} else if (periods > STUCK_PERIODS) {
			cgf_harness_failed(
			        "nothing has happened for a minute, and nothing is proved to be blocked");
		}
	}
	return NULL;
}

CGF_UNSEEN void cgf_watchdog_start(void)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, watchdog_thread, NULL))
		cgf_harness_failed("cannot make a thread");
	pthread_detach(thread);
}
