/*
 * into_go.c: see into_go.h.
 */
#include "into_go.h"

#include "monitor.h"
#include "open_calls.h"
#include "own_thread.h"
#include "quiet_thread.h"
#include "site.h"
#include "unseen.h"

#include <stddef.h>

/* The way into Go of everything that cgo generates. */
extern void crosscall2(void (*function)(void *), void *argument, int bytes, size_t context);
extern size_t _cgo_wait_runtime_init_done(void);
extern void _cgo_release_context(size_t context);

struct task {
	void *(*work)(void *);
	void *argument;
	unsigned long monitor_looks; /* when the call that waits for this began */
};

static void *enter(void *task)
{
	const struct task *its = task;
	cgf_own_unseen_begin();
	cgf_own_monitor_ask(its->monitor_looks);
	its->work(its->argument);
	cgf_own_unseen_end();
	return NULL;
}

void cgf_own_on_a_thread(void *(*work)(void *), void *argument)
{
	const struct cgf_own_call *call = cgf_own_innermost();
	struct task task = {work, argument, call ? call->monitor_looks : cgf_own_monitor_looks()};
	if (!cgf_own_quiet_thread_do(enter, &task))
		cgf_own_thread_do(enter, &task);
	cgf_own_monitor_ask_no_more();
}

void cgf_own_into_go(const struct cgf_own_site *site, struct cgf_own_go_call *call, enum cgf_own_go_work work)
{
	size_t context = _cgo_wait_runtime_init_done();
	call->work = work;
	crosscall2(site->go, call, sizeof(*call), context);
	_cgo_release_context(context);
}

long cgf_own_stacks(char *out, long bytes, const struct cgf_own_site *site)
{
	struct cgf_own_go_call call = {.out = out, .out_bytes = bytes};
	cgf_own_into_go(site, &call, CGF_OWN_GO_STACKS);
	return call.written;
}
