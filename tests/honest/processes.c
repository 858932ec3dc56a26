/*
 * processes.c: see honest_processes.h.
 */
#include "honest_processes.h"

#include "honest_shim.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

FUNCTION(spawn_function, "processes_spawn", "late.entry");
FUNCTION(fork_function, "processes_fork", "late.entry");
FUNCTION(shell_function, "processes_shell", "late.entry");
FUNCTION(copy_function, "processes_copy", "late.entry");
FUNCTION(open_function, "processes_open", "late.entry");
FUNCTION(read_function, "processes_read", "late.entry", "errno=EIO");
FUNCTION(close_function, "processes_close", "late.entry");
FUNCTION(check_function, "processes_check", "late.entry");
FUNCTION(assert_function, "processes_assert", "late.entry");

static const struct cgf_function *const functions[] = {
        &spawn_function, &fork_function,  &shell_function, &copy_function,   &open_function,
        &read_function,  &close_function, &check_function, &assert_function, NULL};

static struct cgf_library processes = {.name = "processes", .functions = functions};
CGF_LIBRARY(processes)

enum { VALID_END = 128 };

static int wait_for(pid_t child)
{
	int status;
	pid_t ended;
	do
		ended = waitpid(child, &status, 0);
	while (ended < 0 && errno == EINTR);
	return ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

int processes_spawn(void)
{
	char *const argv[] = {"true", NULL}, *const environment[] = {NULL};
	struct cgf_call call;
	pid_t child;
	int result = -1;
	shim_begin(&call, &spawn_function);
	if (posix_spawnp(&child, "true", NULL, NULL, argv, environment) == 0)
		result = wait_for(child);
	cgf_call_end(&call, 0);
	return result;
}

int processes_fork(void)
{
	char *const argv[] = {"true", NULL};
	struct cgf_call call;
	shim_begin(&call, &fork_function);
	pid_t child = fork();
	if (child == 0) {
		execvp("true", argv);
		_exit(127);
	}
	int result = child > 0 ? wait_for(child) : -1;
	cgf_call_end(&call, 0);
	return result;
}

int processes_shell(void)
{
	struct cgf_call call;
	shim_begin(&call, &shell_function);
	int result = system("exit 0");
	cgf_call_end(&call, 0);
	return result;
}

int processes_copy(void)
{
	struct cgf_call call;
	shim_begin(&call, &copy_function);
	pid_t child = fork();
	if (child == 0) {
		processesChild();
		_exit(0);
	}
	int result = child > 0 ? wait_for(child) : -1;
	cgf_call_end(&call, 0);
	return result;
}

struct processes_output {
	FILE *stream;
};

struct processes_output *processes_open(void)
{
	struct cgf_call call;
	shim_begin(&call, &open_function);
	struct processes_output *output = malloc(sizeof *output);
	if (!output)
		abort();
	output->stream = popen("echo output", "re");
	if (!output->stream)
		abort();
	cgf_call_end(&call, 0);
	return output;
}

int processes_read(struct processes_output *output)
{
	char line[16];
	struct cgf_call call;
	shim_begin(&call, &read_function);
	int error = cgf_fault_errno(&call);
	while (!error && fgets(line, sizeof line, output->stream))
		;
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

void processes_close(struct processes_output *output)
{
	struct cgf_call call;
	shim_begin(&call, &close_function);
	pclose(output->stream);
	free(output);
	cgf_call_end(&call, 0);
}

void processes_check(int value)
{
	struct cgf_call call;
	shim_begin(&call, &check_function);
	if (value >= VALID_END) {
		fputs("processes: the value is not valid\n", stderr);
		exit(1);
	}
	cgf_call_end(&call, 0);
}

void processes_assert(int value)
{
	struct cgf_call call;
	shim_begin(&call, &assert_function);
	if (value >= VALID_END)
		abort();
	cgf_call_end(&call, 0);
}
