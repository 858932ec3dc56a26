/*
 * signal_handlers.c: no signal handler that the program installs may lack SA_ONSTACK (os/signal, "Go programs
 * that use cgo or SWIG").
 *
 * A signal may come while a goroutine runs on its small stack: a handler without SA_ONSTACK then writes over
 * Go's memory, or Go ends the process. One that handed the signal on rightly, or is gone again when the call
 * ends, breaks nothing.
 *
 * The kernel is asked, since a sanitizer may stand between the program and it. That is one system call a
 * signal, which a replay makes at the end of each call. Under an engine they would take as long as a short
 * run, so only the first calls of each function are looked at, and the first ones that suffer each fault: a
 * function that installs a handler does so at once, or where a fault makes it.
 */
#include "signal_handlers.h"
#include "print.h"
#include "report.h"

#include <signal.h>
#include <string.h>

enum { SIGNALS = 64, LOOKS = 8, FUNCTIONS = 256 /* more share a count */ };

/* As the kernel has it: struct sigaction of its own, on x86-64. */
struct kernel_action {
	uintptr_t handler;
	unsigned long flags;
	uintptr_t restorer;
	uint64_t mask;
};

static struct kernel_action noted[SIGNALS + 1];
static bool noted_once;
static uint8_t looks_at_function[FUNCTIONS], looks_at_site[CGF_SITES_MAX];

CGF_UNSEEN static void ask(int number, struct kernel_action *out)
{
	out->handler = (uintptr_t)SIG_DFL;
	out->flags = 0;
	cgf_raw_syscall(SYS_rt_sigaction, number, 0, (long)out, sizeof out->mask);
}

CGF_UNSEEN void cgf_signal_handlers_note(void)
{
	if (noted_once)
		return;
	noted_once = true;
	for (int number = 1; number <= SIGNALS; number++)
		ask(number, &noted[number]);
}

CGF_UNSEEN static bool is_broken(int number)
{
	struct kernel_action now;
	ask(number, &now);
	if (now.handler == (uintptr_t)SIG_DFL || now.handler == (uintptr_t)SIG_IGN || now.flags & SA_ONSTACK)
		return false;
	return now.handler != noted[number].handler || now.flags != noted[number].flags;
}

CGF_UNSEEN static bool counts_up(uint8_t *looks)
{
	return *looks < LOOKS && ++*looks;
}

CGF_UNSEEN static bool is_looked_at(const struct cgf_call *call)
{
	if (!cgf_has_engine())
		return true;
	const struct cgf_caller *caller = call->caller;
	uintptr_t function = (uintptr_t)call->function;
	bool first = counts_up(&looks_at_function[function / sizeof *call->function % FUNCTIONS]);
	return (caller->suffered && counts_up(&looks_at_site[caller->suffered - 1])) || first;
}

CGF_UNSEEN void cgf_signal_handlers_check(const struct cgf_call *call)
{
	if (!is_looked_at(call))
		return;
	for (int number = 1; number <= SIGNALS; number++) {
		if (is_broken(number)) {
			const char *name = sigabbrev_np(number);
			cgf_print("cgofault: the handler of SIG", name ? name : "RT", " lacks SA_ONSTACK\n",
			          NULL);
			cgf_found("contract/signal-stack", call->function->name, "", call->caller->goroutine);
		}
	}
}
