/*
 * late.c: see late.h.
 */
#include "late.h"

#include "clock.h"
#include "into_go.h"
#include "names.h"
#include "open_calls.h"
#include "stacks.h"
#include "tasks.h"
#include "trace.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum { LOOKS_THAT_AGREE = 3, BETWEEN_LOOKS_US = 100 };

/* Whoever has it is the next one to be let go. */
static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static int64_t sum_us;

struct lateness {
	const struct cgf_own_call *call;
	const char *fault;
	unsigned long calls_before; /* that the program had made */
};

static void look(struct cgf_own_others *others, const struct cgf_own_call *call)
{
	static char stacks[CGF_OWN_STACKS_BYTES_MAX];
	long bytes = cgf_own_stacks(stacks, sizeof(stacks), call->site);
	cgf_own_stacks_read_others(others, stacks, bytes, call->site->name);
	/* Those that are not in it may move. */
	others->move = others->move || bytes == sizeof(stacks);
}

static void wait_a_little(void)
{
	const struct timespec time = {.tv_nsec = BETWEEN_LOOKS_US * 1000};
	clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL);
}

/* Lets others run until all of them have come to rest. */
static void wait_for_rest(const struct cgf_own_call *call)
{
	int64_t end_us = cgf_own_now_us() + CGF_OWN_LATE_US_MAX,
	        work_end_us = cgf_own_worked_us() + CGF_OWN_LATE_WORK_US_MAX;
	struct cgf_own_threads_look threads = {0};

	for (int looks = 0, still = 0; looks < CGF_OWN_LATE_LOOKS_MAX && still < LOOKS_THAT_AGREE &&
	                               cgf_own_now_us() < end_us && cgf_own_worked_us() < work_end_us;
	     looks++) {
		struct cgf_own_go_call go = {0};
		struct cgf_own_others others;
		cgf_own_into_go(call->site, &go, CGF_OWN_GO_YIELD);
		look(&others, call);
		wait_a_little();
		still = cgf_own_threads_rest(&threads) && !others.move ? still + 1 : 0;
	}
}

static void *be_late(void *argument)
{
	const struct lateness *lateness = argument;
	const struct cgf_own_call *call = lateness->call;
	int64_t began_us = cgf_own_now_us();
	struct cgf_own_others others;

	if (sum_us >= CGF_OWN_LATE_SUM_US_MAX) {
		cgf_own_trace_not(lateness->fault, "the calls of this run have been late for long enough");
		return NULL;
	}
	long line = cgf_own_trace_answer(lateness->fault, CGF_OWN_FIRED);
	/* Before this thread has its turn in Go, others may go on, and end. */
	look(&others, call);
	if (others.there == 0 && cgf_own_calls_made() == lateness->calls_before) {
		cgf_own_trace_answer_again(line, lateness->fault, CGF_OWN_ALONE);
		return NULL;
	}
	wait_for_rest(call);
	sum_us += cgf_own_now_us() - began_us;
	return NULL;
}

void cgf_own_be_late(const struct cgf_own_call *call, const char *fault)
{
	struct lateness lateness = {call, fault, cgf_own_calls_made()};
	pthread_mutex_lock(&first);
	cgf_own_on_a_thread(be_late, &lateness);
	pthread_mutex_unlock(&first);
}

void cgf_own_late_forget(void)
{
	pthread_mutex_lock(&first);
	sum_us = 0;
	pthread_mutex_unlock(&first);
}
