/*
 * clock.c: the clock that the Go runtime reads. It stands still during a run: how long a plan takes is not in
 * the plan, but a sync.Mutex is handed over to whoever has waited for 1 ms, and a goroutine is preempted
 * after 10 ms.
 */
#include "cgf_run.h"
#include "unseen.h"

#include <sys/syscall.h>
#include <time.h>

typedef int clock_function(clockid_t, struct timespec *);

enum { NS_PER_S = 1000000000, AHEAD_NS = 10000 };

static clock_function *real_clock; /* the kernel's, in its vDSO; NULL: by a system call */
static uint32_t lock;
static int64_t held;   /* what a held clock shows, in ns, or 0 */
static int64_t behind; /* the real clock, less what a running clock shows */

CGF_UNSEEN static int real_read(clockid_t clock, struct timespec *out)
{
	if (real_clock)
		return real_clock(clock, out);
	return (int)cgf_raw_syscall(SYS_clock_gettime, clock, (long)out, 0, 0);
}

CGF_UNSEEN int64_t cgf_clock_real(void)
{
	struct timespec now;
	real_read(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* Called by the Go runtime, on any thread and in signal handlers: it takes no lock. */
CGF_UNSEEN static int held_read(clockid_t clock, struct timespec *out)
{
	int64_t ns = __atomic_load_n(&held, __ATOMIC_ACQUIRE);
	int status = real_read(clock, out);
	if (clock != CLOCK_MONOTONIC)
		return status;
	if (!ns)
		ns = out->tv_sec * NS_PER_S + out->tv_nsec - __atomic_load_n(&behind, __ATOMIC_ACQUIRE);
	out->tv_sec = ns / NS_PER_S;
	out->tv_nsec = ns % NS_PER_S;
	return status;
}

CGF_UNSEEN uintptr_t cgf_clock_take(uintptr_t real)
{
	real_clock = (clock_function *)real;
	return (uintptr_t)held_read;
}

CGF_UNSEEN void cgf_clock_hold(void)
{
	cgf_lock(&lock);
	/* A little ahead, so that no thread has seen a later time. */
	if (!held)
		__atomic_store_n(&held, cgf_clock_real() - behind + AHEAD_NS, __ATOMIC_RELEASE);
	cgf_unlock(&lock);
}

CGF_UNSEEN void cgf_clock_advance(int64_t ns)
{
	cgf_lock(&lock);
	if (held)
		__atomic_store_n(&held, held + ns, __ATOMIC_RELEASE);
	cgf_unlock(&lock);
}

CGF_UNSEEN void cgf_clock_tick(void)
{
	cgf_clock_advance(1);
}

CGF_UNSEEN void cgf_clock_release(void)
{
	cgf_lock(&lock);
	if (held) {
		__atomic_store_n(&behind, cgf_clock_real() - held, __ATOMIC_RELEASE);
		__atomic_store_n(&held, 0, __ATOMIC_RELEASE);
	}
	cgf_unlock(&lock);
}
