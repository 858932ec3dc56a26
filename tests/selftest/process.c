/*
 * process.c: see process.h.
 */
#include "process.h"

#include "cgf.h"

#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define FUNCTION(variable, name, ...)                                                                        \
	static const struct cgf_function variable = {name, (const char *const[]){__VA_ARGS__, NULL}}

FUNCTION(note_function, "process_note", "late.entry", "hop");
FUNCTION(signals_function, "process_signals", "late.entry");
FUNCTION(signals_end_function, "process_signals_end", "late.entry");
FUNCTION(for_a_while_function, "process_signals_for_a_while", "late.entry");
FUNCTION(fork_function, "process_fork", "late.entry");

static const struct cgf_function *const functions[] = {&note_function,        &signals_function,
                                                       &signals_end_function, &for_a_while_function,
                                                       &fork_function,        NULL};
static struct cgf_library process = {.name = "process", .functions = functions};
CGF_LIBRARY(process)

int process_note(int number)
{
	struct cgf_call call;
	cgf_call_begin(&call, &note_function);
	cgf_point(&call, "entry");
	cgf_call_end(&call, 0);
	return number;
}

/* ---- signals ---- */

static struct sigaction before;

static void handle(int number)
{
	(void)number;
}

static void install(enum process_stack stack)
{
	struct sigaction action = {.sa_handler = stack == PROCESS_IGNORED ? SIG_IGN : handle};
	if (stack == PROCESS_SIGNAL_STACK)
		action.sa_flags = SA_ONSTACK;
	sigaction(SIGUSR2, &action, &before);
}

void process_signals(enum process_stack stack)
{
	struct cgf_call call;
	cgf_call_begin(&call, &signals_function);
	cgf_point(&call, "entry");
	install(stack);
	cgf_call_end(&call, 0);
}

void process_signals_end(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &signals_end_function);
	sigaction(SIGUSR2, &before, NULL);
	cgf_call_end(&call, 0);
}

void process_signals_for_a_while(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &for_a_while_function);
	install(PROCESS_GOROUTINE_STACK);
	sigaction(SIGUSR2, &before, NULL);
	cgf_call_end(&call, 0);
}

/* ---- forks ---- */

extern void processCalledBack(void);

static void copy_goes_on(enum process_copy copy)
{
	if (copy == PROCESS_RUNS)
		execl("/bin/true", "true", NULL);
	while (copy == PROCESS_SLEEPS)
		pause();
	if (copy == PROCESS_CALLS_GO)
		processCalledBack();
	if (copy != PROCESS_RETURNS && copy != PROCESS_RETURNS_BARE)
		_exit(0);
}

static pid_t copy_make(enum process_copy copy)
{
	char *const arguments[] = {"true", NULL}, *const environment[] = {NULL};
	pid_t child = -1;
	switch (copy) {
	case PROCESS_RETURNS_BARE:
		return (pid_t)syscall(SYS_fork);
	case PROCESS_SPAWNED:
		posix_spawn(&child, "/bin/true", NULL, NULL, arguments, environment);
		return child;
	case PROCESS_BY_SHELL:
		return system("exit 0") ? -1 : 1;
	default:
		return fork();
	}
}

int process_fork(enum process_copy copy)
{
	struct cgf_call call;
	cgf_call_begin(&call, &fork_function);
	cgf_point(&call, "entry");
	pid_t child = copy_make(copy);
	if (child == 0)
		copy_goes_on(copy);
	else if (copy != PROCESS_SLEEPS && copy != PROCESS_BY_SHELL)
		waitpid(child, NULL, 0);
	cgf_call_end(&call, 0);
	return child;
}

int process_bare_fork(void)
{
	pid_t child = fork();
	if (child > 0)
		waitpid(child, NULL, 0);
	return child;
}
