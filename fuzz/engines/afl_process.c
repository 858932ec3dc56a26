/*
 * afl_process.c: see afl_process.h.
 */
#include "afl_process.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "coverage.h"
#include "engine.h"
#include "runner/runner.h"

/* Of AFL++'s run time. */
void __afl_manual_init(void);

/* Of the sanitizers, when there is one. */
__attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)(void));
__attribute__((weak)) void __msan_unpoison_param(size_t count);
__attribute__((weak)) void __msan_unpoison(volatile void *memory, size_t size);

enum { STACK_BYTES = 1 << 16 };

/* MemorySanitizer takes the frames of what is not compiled with it, AFL++'s and ours, for what stood there
 * before. */
__attribute__((noinline)) static void tell_stack_written(void)
{
	char stack[STACK_BYTES];

	if (__msan_unpoison != NULL)
		__msan_unpoison(stack, sizeof(stack));
}

/* Go's constructor starts threads, which a fork does not copy. It has no priority, so this one comes before
 * it. */
__attribute__((constructor(201))) static void fork_before_go(void)
{
	cgf_coverage_reserve();
	tell_stack_written();
	__afl_manual_init();
}

/* The kernel's own form of a signal's action: all zero is the default one. */
struct kernel_action {
	uint64_t words[4];
};

/*
 * afl-fuzz tells crashes apart by their coverage, so a dying run must deliver its own; and it takes a death
 * for a crash only if a signal was the cause, while a sanitizer may be set to exit. Raw system calls: the
 * sanitizers refuse to let go of SIGABRT.
 */
static void die(void)
{
	const struct kernel_action standard = {{0}};
	const uint64_t abort_bit = UINT64_C(1) << (SIGABRT - 1);

	cgf_coverage_deliver();
	syscall(SYS_rt_sigaction, SIGABRT, &standard, NULL, sizeof(abort_bit));
	syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &abort_bit, NULL, sizeof(abort_bit));
	syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGABRT);
}

static void die_of_signal(int number)
{
	(void)number;
	die();
}

static void deliver_on_death(void)
{
	struct sigaction action = {.sa_handler = die_of_signal, .sa_flags = SA_ONSTACK};

	if (__sanitizer_set_death_callback != NULL)
		__sanitizer_set_death_callback(die);
	sigaction(SIGABRT, &action, NULL);
}

/* MemorySanitizer did not see how this program, which is not compiled with it, came to its input. libFuzzer
 * does the same. */
static void tell_written(const uint8_t *bytes, size_t size)
{
	if (__msan_unpoison == NULL || __msan_unpoison_param == NULL)
		return;
	__msan_unpoison((void *)bytes, size);
	__msan_unpoison_param(2);
}

void cgf_afl_start(void)
{
	cgf_engine_start();
	deliver_on_death();
}

void cgf_afl_execute(const uint8_t *bytes, size_t size)
{
	cgf_coverage_clear();
	tell_written(bytes, size);
	cgf_runner_execute(bytes, size);
	cgf_coverage_deliver();
	cgf_engine_end_if_worn();
}
