/*
 * monitor.c: see monitor.h. The runtime has a hook in each round of its monitor, before that looks at the Ps,
 * for the sake of ThreadSanitizer: runtime.cgo_yield.
 */
#include "monitor.h"

#include "clock.h"
#include "frame.h"
#include "names.h"
#include "tasks.h"
#include "unseen.h"

#include <limits.h>
#include <linux/futex.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { BETWEEN_LOOKS_MS = 1, MONITOR_BYTES_MAX = 4096 };

/* runtime.cgo_yield: where the address of the hook stands, which other threads run too. */
extern void **cgf_own_cgo_yield;

/* Where the code of runtime.sysmon begins; 0 until Go has said so: half.go. */
uintptr_t cgf_own_monitor_code;

static void (*before)(void); /* of ThreadSanitizer, or NULL */
static uint32_t allowed;     /* looks that the monitor may still make */
static unsigned long looks;

static void sleep_until_allowed(void)
{
	const struct timespec time = {.tv_nsec = BETWEEN_LOOKS_MS * 1000000};
	syscall(SYS_futex, &allowed, FUTEX_WAIT_PRIVATE, 0, &time, NULL, 0);
}

static bool take_allowance(void)
{
	uint32_t left = __atomic_load_n(&allowed, __ATOMIC_ACQUIRE);
	while (left > 0 && !__atomic_compare_exchange_n(&allowed, &left, left - 1, false, __ATOMIC_ACQ_REL,
	                                                __ATOMIC_ACQUIRE))
		;
	return left > 0;
}

/* What was seen in the rounds of one wait. */
struct watch {
	struct cgf_own_threads_look threads;
	unsigned long calls;
	unsigned sleeping;
};

/* No thread goes on by itself; or those that do have been asleep whenever they were looked at. */
static bool is_still(struct watch *watch)
{
	unsigned long calls = cgf_own_calls_made();
	bool made = calls != watch->calls, rest = !made && cgf_own_threads_rest(&watch->threads);
	watch->sleeping = !made && watch->threads.all_sleep ? watch->sleeping + 1 : 0;
	watch->calls = calls;
	return rest || watch->sleeping >= CGF_OWN_MONITOR_SLEEPING_LOOKS;
}

static void wait_until_allowed(void)
{
	static struct watch watch;
	int64_t work_end_us = cgf_own_worked_us() + CGF_OWN_MONITOR_WORK_US;

	watch = (struct watch){.calls = ULONG_MAX};
	while (!take_allowance()) {
		sleep_until_allowed();
		if (__atomic_load_n(&allowed, __ATOMIC_ACQUIRE) == 0 &&
		    (is_still(&watch) || cgf_own_worked_us() >= work_end_us))
			break;
	}
	__atomic_add_fetch(&looks, 1, __ATOMIC_ACQ_REL);
}

/* Other threads run the hook when they have slept. Go's code keeps frame pointers, and the assembly between
 * it and C passes them on. */
static bool is_monitor(const struct cgf_own_frame *hook)
{
	uintptr_t code = __atomic_load_n(&cgf_own_monitor_code, __ATOMIC_ACQUIRE);
	return code && hook->callers->returns_to - code < MONITOR_BYTES_MAX;
}

static void hook(void)
{
	if (before)
		before();
	if (!is_monitor(__builtin_frame_address(0)))
		return;
	cgf_own_unseen_begin();
	wait_until_allowed();
	cgf_own_unseen_end();
}

void cgf_own_monitor_hold(void)
{
	static void (*ours)(void) = hook;
	before = *(void (**)(void))cgf_own_cgo_yield;
	cgf_own_cgo_yield = (void **)&ours;
}

unsigned long cgf_own_monitor_looks(void)
{
	return __atomic_load_n(&looks, __ATOMIC_ACQUIRE);
}

void cgf_own_monitor_ask(unsigned long then)
{
	unsigned long made = cgf_own_monitor_looks() - then;

	if (made >= CGF_OWN_MONITOR_LOOKS_TO_TAKE)
		return;
	__atomic_store_n(&allowed, CGF_OWN_MONITOR_LOOKS_TO_TAKE - made, __ATOMIC_RELEASE);
	syscall(SYS_futex, &allowed, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

void cgf_own_monitor_ask_no_more(void)
{
	__atomic_store_n(&allowed, 0, __ATOMIC_RELEASE);
}
