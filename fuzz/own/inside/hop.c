/*
 * hop.c: see hop.h. A goroutine without a lock is started while the call is still in C, and keeps the P when
 * the thread of the call wants one; so the call's goroutine is queued, its thread sleeps, and the one that
 * has kept the P ends and goes on with what is queued. Until then each of the three waits for the one before:
 *
 *	the call's thread    makes a thread that goes into Go; waits for its end; waits for its turn
 *	that thread          starts the goroutine; waits until it runs; leaves Go; lets it go on; ends
 *	the goroutine        says that it runs; waits outside of Go; takes the P from the thread that has left
 *	                     Go; gives the call's thread its turn; ends when the call is queued
 *
 * When the call goes on, both are gone: half.go has the part in Go.
 */
#include "hop.h"

#include "into_go.h"
#include "monitor.h"
#include "open_calls.h"
#include "stacks.h"
#include "trace.h"

#include <linux/futex.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The end of the stack of the goroutine that is in C on this thread. */
extern char *_cgo_topofstack(void);

enum { HOPS_MAX = 64 };

/* Goroutines that have not made a call since their hop. A stack that has grown since is another one: then
 * nothing shows the hop. */
static struct hop {
	const char *fault; /* NULL: free */
	const char *stack_top;
	pid_t thread; /* that it was on */
	long line;    /* of the trace */
} hops[HOPS_MAX];
static unsigned under_way;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static bool note(const char *fault)
{
	for (unsigned i = 0; i < HOPS_MAX; i++) {
		const char *none = NULL;
		if (!__atomic_compare_exchange_n(&hops[i].fault, &none, fault, false, __ATOMIC_ACQ_REL,
		                                 __ATOMIC_RELAXED))
			continue;
		hops[i].thread = gettid();
		hops[i].line = cgf_own_trace_answer(fault, CGF_OWN_ALONE);
		__atomic_store_n(&hops[i].stack_top, _cgo_topofstack(), __ATOMIC_RELEASE);
		__atomic_fetch_add(&under_way, 1, __ATOMIC_ACQ_REL);
		return true;
	}
	return false;
}

/* Another thread may be just about to take one away. */
static void take_away(struct hop *hop)
{
	const char *fault = __atomic_load_n(&hop->fault, __ATOMIC_ACQUIRE);

	__atomic_store_n(&hop->stack_top, NULL, __ATOMIC_RELAXED);
	if (fault &&
	    __atomic_compare_exchange_n(&hop->fault, &fault, NULL, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
		__atomic_fetch_sub(&under_way, 1, __ATOMIC_ACQ_REL);
}

void cgf_own_hop_look(void)
{
	if (__atomic_load_n(&under_way, __ATOMIC_ACQUIRE) == 0)
		return;
	const char *stack_top = _cgo_topofstack();
	for (unsigned i = 0; i < HOPS_MAX; i++) {
		const char *fault = __atomic_load_n(&hops[i].fault, __ATOMIC_ACQUIRE);
		if (!fault || __atomic_load_n(&hops[i].stack_top, __ATOMIC_ACQUIRE) != stack_top)
			continue;
		cgf_own_trace_answer_again(hops[i].line, fault,
		                           hops[i].thread == gettid() ? CGF_OWN_SAME_THREAD : CGF_OWN_FIRED);
		take_away(&hops[i]);
	}
}

void cgf_own_hops_forget(void)
{
	for (unsigned i = 0; i < HOPS_MAX; i++)
		take_away(&hops[i]);
}

struct hopping {
	const struct cgf_own_call *call;
	struct cgf_own_go_hop turns;
	bool locked;
};

/* Gives what a goroutine waits for: runtime.notewakeup. */
static void wake(uintptr_t *note)
{
	__atomic_store_n((uint32_t *)note, 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, note, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void wait_for_turn(uint32_t *turn)
{
	while (__atomic_load_n(turn, __ATOMIC_ACQUIRE) == 0)
		syscall(SYS_futex, turn, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
}

static void *start_goroutine(void *argument)
{
	static char stacks[CGF_OWN_STACKS_BYTES_MAX];
	struct hopping *hopping = argument;
	const struct cgf_own_site *site = hopping->call->site;
	struct cgf_own_go_call call = {0};
	long bytes = cgf_own_stacks(stacks, sizeof(stacks), site);

	hopping->locked = cgf_own_stacks_locked(stacks, bytes, site->name);
	if (hopping->locked)
		return NULL;
	call.out = (char *)&hopping->turns;
	cgf_own_into_go(site, &call, CGF_OWN_GO_HOP);
	wake(&hopping->turns.go_on);
	return NULL;
}

void cgf_own_hop(const struct cgf_own_call *call, const char *fault)
{
	static struct hopping hopping; /* Go's part may still look at it when the call has gone on */

	pthread_mutex_lock(&one_at_a_time);
	hopping = (struct hopping){.call = call};
	cgf_own_on_a_thread(start_goroutine, &hopping);
	if (hopping.locked) {
		cgf_own_trace_not(fault, "it is locked to its thread");
	} else {
		if (!note(fault))
			cgf_own_trace_not(fault, "too many hops are under way");
		/* The thread that has left Go has the P still, which the goroutine wants. */
		cgf_own_monitor_ask(cgf_own_monitor_looks());
		__atomic_store_n(&hopping.turns.waits, 1, __ATOMIC_RELEASE);
		wait_for_turn(&hopping.turns.turn);
		cgf_own_monitor_ask_no_more();
	}
	pthread_mutex_unlock(&one_at_a_time);
}
