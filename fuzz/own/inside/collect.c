/*
 * collect.c: see collect.h.
 */
#include "collect.h"

#include "go.h"
#include "site.h"
#include "stacks.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* The way into Go of everything that cgo generates. */
extern void crosscall2(void (*function)(void *), void *argument, int bytes, size_t context);
extern size_t _cgo_wait_runtime_init_done(void);
extern void _cgo_release_context(size_t context);

enum { STACKS_BYTES_MAX = 1 << 20, LOOKS_THAT_AGREE = 3 };

/* One collection at a time: what a second one is asked for meanwhile, a finalizer's call say, would be part
 * of the first. */
static pthread_mutex_t collecting = PTHREAD_MUTEX_INITIALIZER;

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void go_works(const struct cgf_own_site *site, struct cgf_own_go_call *call, long work)
{
	size_t context = _cgo_wait_runtime_init_done();
	call->work = work;
	crosscall2(site->go, call, sizeof(*call), context);
	_cgo_release_context(context);
}

/* Whether those that are left may still go on by themselves. */
static bool moves(const struct cgf_own_site *site, struct cgf_own_go_call *call)
{
	static char stacks[STACKS_BYTES_MAX];
	struct cgf_own_waiting waiting;
	call->out = stacks;
	call->out_bytes = sizeof(stacks);
	go_works(site, call, CGF_OWN_GO_STACKS);
	cgf_own_stacks_read(&waiting, stacks, call->written, site->name);
	return waiting.move || (call->finalizers > 0 && waiting.finalizers == 0) ||
	       (call->cleanups > 0 && waiting.cleanups == 0);
}

static void *collect(void *argument)
{
	const struct cgf_own_site *site = argument;
	struct cgf_own_go_call call = {0};
	int64_t limit = now_ms() + CGF_OWN_FINALIZERS_MS_MAX;
	int still = 0;

	go_works(site, &call, CGF_OWN_GO_COLLECT);
	do {
		go_works(site, &call, CGF_OWN_GO_YIELD);
		if (call.finalizers <= 0 && call.cleanups <= 0)
			break;
		still = moves(site, &call) ? 0 : still + 1;
	} while (still < LOOKS_THAT_AGREE && now_ms() < limit);
	return NULL;
}

/* Runs it on a thread of its own, to its end. */
static void on_a_thread(void *(*work)(void *), void *argument)
{
	pthread_t thread;
	sigset_t all, before;
	/* Signals are the program's affair: they come to its own threads, as without us. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int error = pthread_create(&thread, NULL, work, argument);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error) {
		fputs("cgofault: cannot make a thread that calls Go\n", stderr);
		_exit(3);
	}
	pthread_join(thread, NULL);
}

void cgf_own_collect(const struct cgf_own_site *site)
{
	if (pthread_mutex_trylock(&collecting) != 0)
		return;
	on_a_thread(collect, (void *)site);
	pthread_mutex_unlock(&collecting);
}

struct question {
	const struct cgf_own_site *site;
	struct cgf_own_go_call call;
};

static void *ask(void *argument)
{
	struct question *question = argument;
	go_works(question->site, &question->call, CGF_OWN_GO_HAS);
	return NULL;
}

bool cgf_own_go_has(const struct cgf_own_site *site, uintptr_t address)
{
	struct question question = {.site = site, .call = {.out = (char *)address}};
	on_a_thread(ask, &question);
	return question.call.written;
}
