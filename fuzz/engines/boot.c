/*
 * boot.c: how a fuzzing process begins, under either engine.
 */
#include "engine.h"

#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runner/runner.h"
#include "verdict/supervise.h"

/* The environment that the Go runtime and the sanitizers read must be right before they start, and the fork
 * server must not run twice: this comes before Go's own constructor, which has no priority, and before the
 * one in afl.c. */
__attribute__((constructor(150))) static void configure(int argc, char **argv)
{
	(void)argc;
	cgf_reexec_configured(argv);
}

void cgf_engine_fail(const char *format, ...)
{
	char message[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	fprintf(stderr, "cgofault: harness %s\n", message);
	fflush(stderr);
	_exit(3);
}

void cgf_engine_start(void)
{
	const char *class_name = getenv("CGF_CLASS");
	const char *variant = getenv("CGF_VARIANT");
	char why[256] = "CGF_CLASS is not set: name the class to fuzz, or use `cgofault fuzz CLASS`";

	if (class_name != NULL && cgf_runner_start(class_name, variant != NULL ? variant : "buggy",
	                                           getenv("CGF_OP"), why, sizeof(why)) == 0)
		return;
	fprintf(stderr, "cgofault: usage %s\n", why);
	fflush(stderr);
	_exit(2);
}

void cgf_engine_end_if_worn(void)
{
	if (!cgf_runner_worn())
		return;
	fputs("cgofault: worn: a fresh process takes over\n", stderr);
	_exit(0);
}

int __real_sigaction(int number, const struct sigaction *action, struct sigaction *old);
int __wrap_sigaction(int number, const struct sigaction *action, struct sigaction *old);

/* The engine's, of SIGABRT; its handler is NULL before there is one. */
static struct sigaction engines_abort;

static bool has_handler(const struct sigaction *action)
{
	return action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN;
}

/* An abort of C, of glibc's heap say, has no word for the Go line that called it. */
static void tell_of_abort(int number, siginfo_t *info, void *context)
{
	cgf_runner_report_death();
	if ((engines_abort.sa_flags & SA_SIGINFO) != 0)
		engines_abort.sa_sigaction(number, info, context);
	else
		engines_abort.sa_handler(number);
}

static int install_engines_abort(const struct sigaction *action, struct sigaction *old)
{
	struct sigaction ours = *action;

	engines_abort = *action;
	ours.sa_flags |= SA_SIGINFO;
	ours.sa_sigaction = tell_of_abort;
	return __real_sigaction(SIGABRT, &ours, old);
}

/*
 * The link sends every call of sigaction here. The first handler of SIGABRT is the engine's. Go puts back the
 * default action before it dies of a panic or a fatal error, and then the engine would not see the death and
 * would save no input. The sanitizers refuse the same by handle_abort=2; the plain build has no sanitizer.
 */
int __wrap_sigaction(int number, const struct sigaction *action, struct sigaction *old)
{
	struct sigaction now;

	if (number != SIGABRT || action == NULL || __real_sigaction(number, NULL, &now) != 0)
		return __real_sigaction(number, action, old);
	if (has_handler(action) && engines_abort.sa_handler == NULL)
		return install_engines_abort(action, old);
	if (action->sa_handler != SIG_DFL || now.sa_handler == SIG_DFL)
		return __real_sigaction(number, action, old);
	if (old != NULL)
		*old = now;
	return 0;
}
