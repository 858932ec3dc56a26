/*
 * signals.c: signals under ThreadSanitizer: its thread may wait in Go, and then calls nothing that is
 * intercepted.
 */
#include "signals.h"

#include "unseen.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void __tsan_release(void *address) __attribute__((weak));

/* What the Go runtime asks for: rt_sigaction's own struct (runtime/defs_linux_amd64.go). */
struct go_action {
	uintptr_t handler; /* of a function, or SIG_DFL, SIG_IGN */
	unsigned long flags;
	uintptr_t restorer;
	uint64_t mask;
};

/* cgo's trial link of this package fails by this name, and asks for an external link, which is done anyway; a
 * weak one would not bring the function out of the archive. */
int32_t __real_x_cgo_sigaction(intptr_t number, const struct go_action *action, struct go_action *old);
int32_t __wrap_x_cgo_sigaction(intptr_t number, const struct go_action *action, struct go_action *old);

/* Signals of which one thread alone is the cause: ThreadSanitizer hands them over at once, and tells of a
 * death by them. */
static bool is_synchronous(intptr_t number)
{
	return number == SIGSEGV || number == SIGBUS || number == SIGTRAP || number == SIGILL ||
	       number == SIGABRT || number == SIGFPE || number == SIGPIPE || number == SIGSYS;
}

/*
 * The linker is asked to send the Go runtime's own calls of sigaction here. Go's handler is made to run
 * between any two instructions, and on any thread: the kernel gets it as it is, after ThreadSanitizer, which
 * goes on to answer whoever asks which handler stands.
 */
int32_t __wrap_x_cgo_sigaction(intptr_t number, const struct go_action *action, struct go_action *old)
{
	int32_t error = __real_x_cgo_sigaction(number, action, old);

	if (!__tsan_release || error || !action || is_synchronous(number) ||
	    action->handler == (uintptr_t)SIG_DFL || action->handler == (uintptr_t)SIG_IGN)
		return error;
	return syscall(SYS_rt_sigaction, number, action, NULL, sizeof(action->mask)) ? errno : 0;
}

/* A handler of C code may wait for its thread. What is sent to the process the kernel gives to the first one,
 * which is the engine's. */
CGF_UNSEEN void cgf_take_signals(void)
{
	if (__tsan_release)
		usleep(0);
}
