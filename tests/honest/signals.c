/*
 * signals.c: see honest_signals.h.
 */
#include "honest_signals.h"

#include "honest_shim.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

FUNCTION(start_function, "signals_start", "late.entry", "late.return");
FUNCTION(stop_function, "signals_stop", "late.entry");
FUNCTION(resize_function, "signals_resize", "late.entry", "late.return");
FUNCTION(reload_function, "signals_reload", "late.entry", "late.return");
FUNCTION(pipe_function, "signals_pipe", "late.entry", "late.return");
FUNCTION(pipe_restore_function, "signals_pipe_restore", "late.entry");

static const struct cgf_function *const functions[] = {&start_function,
                                                       &stop_function,
                                                       &resize_function,
                                                       &reload_function,
                                                       &pipe_function,
                                                       &pipe_restore_function,
                                                       NULL};

static struct cgf_library signals = {.name = "signals", .functions = functions};
CGF_LIBRARY(signals)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int started;
static struct sigaction before, pipe_before;
static atomic_int resized, broken_pipes; /* set by handlers on several threads */

static void window_changed(int number, siginfo_t *info, void *context)
{
	resized = 1;
	if (before.sa_flags & SA_SIGINFO)
		before.sa_sigaction(number, info, context);
	else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN)
		before.sa_handler(number);
}

static void pipe_broken(int number)
{
	(void)number;
	broken_pipes = 1;
}

static void handler_install(int flags)
{
	struct sigaction action = {.sa_sigaction = window_changed, .sa_flags = SA_SIGINFO | SA_RESTART};
	if (flags & SIGNALS_OWN_STACK)
		action.sa_flags |= SA_ONSTACK;
	/* `before` is what the handler reads: it has to be right when the handler may run. */
	if (sigaction(SIGWINCH, NULL, &before) || sigaction(SIGWINCH, &action, NULL))
		abort();
}

void signals_start(int flags)
{
	struct cgf_call call;
	shim_begin(&call, &start_function);
	pthread_mutex_lock(&lock);
	if (started++ == 0)
		handler_install(flags);
	pthread_mutex_unlock(&lock);
	cgf_point(&call, "return");
	cgf_call_end(&call, 0);
}

void signals_stop(void)
{
	struct cgf_call call;
	shim_begin(&call, &stop_function);
	pthread_mutex_lock(&lock);
	if (--started == 0 && sigaction(SIGWINCH, &before, NULL))
		abort();
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, 0);
}

void signals_resize(void)
{
	struct cgf_call call;
	shim_begin(&call, &resize_function);
	raise(SIGWINCH);
	cgf_point(&call, "return");
	cgf_call_end(&call, 0);
}

void signals_reload(void)
{
	struct cgf_call call;
	shim_begin(&call, &reload_function);
	if (kill(getpid(), SIGHUP))
		abort();
	cgf_point(&call, "return");
	cgf_call_end(&call, 0);
}

void signals_pipe(int what)
{
	struct sigaction action = {.sa_handler = what == SIGNALS_IGNORE ? SIG_IGN : pipe_broken};
	struct cgf_call call;
	shim_begin(&call, &pipe_function);
	if (sigaction(SIGPIPE, &action, &pipe_before))
		abort();
	cgf_point(&call, "return");
	cgf_call_end(&call, 0);
}

void signals_pipe_restore(void)
{
	struct cgf_call call;
	shim_begin(&call, &pipe_restore_function);
	if (sigaction(SIGPIPE, &pipe_before, NULL))
		abort();
	cgf_call_end(&call, 0);
}
