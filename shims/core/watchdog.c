/*
 * watchdog.c: ends a run in which nothing happens: one that spins, or one that the harness has lost.
 */
#include "watchdog.h"
#include "callers.h"
#include "cgf_run.h"

#include <pthread.h>

enum { WATCH_PERIOD_US = 250000, SPIN_CPU_MS = 2000, STUCK_PERIODS = 240 };
/* Processor time in which nothing happens, after which the clock goes on: where the controller looks
 * meanwhile, and where it does not get to. */
enum { CLOCK_CPU_MS = 250, CLOCK_CPU_MS_IN_GO = 50 };

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

/* Since anything has happened. */
struct idle {
	uint64_t happened;
	uint32_t looks; /* of the controller's, at the last period */
	int64_t cpu_ms;
	int periods;
};

/*
 * A goroutine may spin until another one has run: Go preempts it by the clock, which stands still. That it
 * spins shows in processor time: on a busy machine a whole process may stand still for long, and a clock that
 * ran then would be seen by whoever sleeps. Where a goroutine spins the controller does not get the P.
 */
CGF_UNSEEN static bool needs_clock(const struct idle *idle, uint32_t looks, int64_t spent_ms)
{
	return spent_ms >= CLOCK_CPU_MS || (looks == idle->looks && spent_ms >= CLOCK_CPU_MS_IN_GO);
}

CGF_UNSEEN static void look_at_run(struct idle *idle)
{
	uint64_t happened = cgf_core.stats->steps_total + cgf_core.stats->executions + cgf_core.calls;
	uint32_t looks = cgf_load(&cgf_core.looks);
	int64_t spent_ms = program_cpu_ms() - idle->cpu_ms;
	if (!cgf_core.running || happened != idle->happened) {
		if (cgf_core.running && idle->periods > 0)
			cgf_clock_hold();
		idle->happened = happened;
		idle->cpu_ms += spent_ms;
		idle->periods = 0;
	} else if (spent_ms > SPIN_CPU_MS) {
		cgf_found("progress/spinning", active_op(), "", 0);
	} else if (++idle->periods > STUCK_PERIODS) {
		cgf_harness_failed("nothing has happened for a minute, and nothing is proved to be blocked");
	} else if (needs_clock(idle, looks, spent_ms)) {
		cgf_clock_release();
	}
	idle->looks = looks;
}

/* Ends a run that spins: counted in processor time that passes while nothing happens, since with one P a
 * goroutine that never calls anything is never asked to stop. */
CGF_UNSEEN static void *watchdog_thread(void *unused)
{
	uint32_t never = 0;
	struct idle idle = {0};
	(void)unused;
	watchdog = cgf_raw_syscall(SYS_gettid, 0, 0, 0, 0);
	for (;;) {
		cgf_futex_wait(&never, 0, WATCH_PERIOD_US);
		look_at_run(&idle);
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
