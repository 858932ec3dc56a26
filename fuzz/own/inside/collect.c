/*
 * collect.c: see collect.h.
 */
#include "collect.h"

#include "clock.h"
#include "into_go.h"
#include "site.h"
#include "stacks.h"
#include "trace.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum { LOOKS_THAT_AGREE = 3 };

/* One collection at a time: what a second one is asked for meanwhile, a finalizer's call say, would be part
 * of the first. */
static pthread_mutex_t collecting = PTHREAD_MUTEX_INITIALIZER;

/* Whether those that are left may still go on by themselves. */
static bool moves(const struct cgf_own_site *site, const struct cgf_own_go_call *call)
{
	static char stacks[CGF_OWN_STACKS_BYTES_MAX];
	struct cgf_own_waiting waiting;
	long bytes = cgf_own_stacks(stacks, sizeof(stacks), site);
	cgf_own_stacks_read(&waiting, stacks, bytes, site->name);
	return waiting.move || (call->finalizers > 0 && waiting.finalizers == 0) ||
	       (call->cleanups > 0 && waiting.cleanups == 0);
}

static void *collect(void *argument)
{
	const struct cgf_own_site *site = argument;
	struct cgf_own_go_call call = {0};
	int64_t limit = cgf_own_now_us() + CGF_OWN_FINALIZERS_MS_MAX * INT64_C(1000);
	int still = 0;

	cgf_own_into_go(site, &call, CGF_OWN_GO_COLLECT);
	do {
		cgf_own_into_go(site, &call, CGF_OWN_GO_YIELD);
		if (call.finalizers <= 0 && call.cleanups <= 0)
			break;
		still = moves(site, &call) ? 0 : still + 1;
	} while (still < LOOKS_THAT_AGREE && cgf_own_now_us() < limit);
	return NULL;
}

void cgf_own_collect(const struct cgf_own_site *site)
{
	if (pthread_mutex_trylock(&collecting) != 0)
		return;
	cgf_own_trace_collection(true);
	cgf_own_on_a_thread(collect, (void *)site);
	cgf_own_trace_collection(false);
	pthread_mutex_unlock(&collecting);
}

enum { COLLECTIONS_MAX = 8 };

/* Finalizers and cleanups that were ever queued. */
static long count_queued(const struct cgf_own_site *site)
{
	struct cgf_own_go_call call = {0};
	cgf_own_into_go(site, &call, CGF_OWN_GO_YIELD);
	return call.written;
}

static void *collect_all(void *argument)
{
	const struct cgf_own_site *site = argument;
	long before, after = count_queued(site);

	for (int i = 0; i < COLLECTIONS_MAX; i++) {
		before = after;
		collect(argument);
		after = count_queued(site);
		if (after == before)
			break;
	}
	return NULL;
}

void cgf_own_collect_all(const struct cgf_own_site *site)
{
	pthread_mutex_lock(&collecting);
	cgf_own_on_a_thread(collect_all, (void *)site);
	pthread_mutex_unlock(&collecting);
}

struct question {
	const struct cgf_own_site *site;
	struct cgf_own_go_call call;
};

static void *ask(void *argument)
{
	struct question *question = argument;
	cgf_own_into_go(question->site, &question->call, CGF_OWN_GO_HAS);
	return NULL;
}

bool cgf_own_go_has(const struct cgf_own_site *site, uintptr_t address)
{
	struct question question = {.site = site, .call = {.out = (char *)address}};
	cgf_own_on_a_thread(ask, &question);
	return question.call.written;
}
