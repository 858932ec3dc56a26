/*
 * child.c: see child.h. A child's end is seen by a descriptor for the process, not by the end of its output:
 * somebody whom it left behind may keep that open.
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

int64_t cgf_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* In the child, up to exec. `failure` tells the parent the errno of an exec that failed. */
static void become(const struct cgf_child_request *request, pid_t parent, int output, int failure)
{
	int nothing = request->silent ? open("/dev/null", O_RDWR) : -1, error;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	if (request->own_group)
		setpgid(0, 0);
	for (int fd = 0; nothing >= 0 && fd <= 2; fd++)
		dup2(nothing, fd);
	if (request->captured & CGF_CHILD_STDOUT)
		dup2(output, STDOUT_FILENO);
	if (request->captured & CGF_CHILD_STDERR)
		dup2(output, STDERR_FILENO);
	execvpe(request->path, request->argv, request->environment ? request->environment : environ);
	error = errno;
	if (write(failure, &error, sizeof(error)) < 0)
		_exit(126);
	_exit(127);
}

static void end_child(const struct cgf_child_request *request, pid_t child)
{
	kill(request->own_group ? -child : child, SIGKILL);
}

/* Reads until the child has ended and nothing of its own is left in the pipe. */
static int watch(struct cgf_capture *capture, const struct cgf_child_request *request, pid_t child, int fd)
{
	struct pollfd polled[2] = {{.fd = capture ? fd : -1, .events = POLLIN},
	                           {.fd = (int)syscall(SYS_pidfd_open, child, 0), .events = POLLIN}};
	int64_t end_ms = cgf_now_ms() + request->timeout_ms, tick_at_ms = cgf_now_ms();
	int result = polled[1].fd < 0 ? -errno : 0;

	while (result == 0) {
		int64_t now_ms = cgf_now_ms();
		int wait_ms = request->tick ? request->tick_ms : 1000, size = -EAGAIN;

		if (now_ms >= end_ms)
			result = -ETIMEDOUT;
		else if (request->stop && *request->stop)
			result = -EINTR;
		if (request->tick && now_ms >= tick_at_ms) {
			tick_at_ms = now_ms + request->tick_ms;
			result = request->tick(request->tick_data) ? result : -EINTR;
		}
		if (end_ms - now_ms < wait_ms)
			wait_ms = (int)(end_ms - now_ms > 0 ? end_ms - now_ms : 0);
		if (result != 0 || poll(polled, 2, wait_ms) <= 0)
			continue;
		if (capture)
			size = cgf_capture_read(capture, fd);
		if (size == 0)
			polled[0].fd = -1;
		if (size <= 0 && (polled[1].revents & POLLIN))
			break;
	}
	if (polled[1].fd >= 0)
		close(polled[1].fd);
	return result;
}

/* The errno of an exec that failed, or 0: the descriptor closes by itself when exec succeeds. */
static int exec_error(int fd)
{
	int error = 0;

	return read(fd, &error, sizeof(error)) == (ssize_t)sizeof(error) ? error : 0;
}

/*
 * Ends what the child has left behind: afl-fuzz's fork server has a session of its own, and between two
 * inputs its processes are stopped, so that nothing but this would ever end them. As a subreaper, this
 * process is their parent now; one that ends may leave others.
 */
static void end_leftovers(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	do {
		FILE *file = fopen(path, "r");
		int left;

		while (file && fscanf(file, "%d", &left) == 1)
			kill(left, SIGKILL);
		if (file)
			fclose(file);
		else
			return; /* this kernel does not tell */
	} while (waitpid(-1, NULL, 0) > 0 || errno == EINTR);
}

int cgf_child_run(int *wait_status, struct cgf_capture *capture, const struct cgf_child_request *request)
{
	int output[2] = {-1, -1}, failure[2] = {-1, -1}, result = 0, error;
	pid_t parent = getpid(), child = -1;

	if (pipe2(failure, O_CLOEXEC) != 0 ||
	    (capture && (pipe2(output, O_CLOEXEC) != 0 || fcntl(output[0], F_SETFL, O_NONBLOCK) != 0)))
		result = -errno;
	if (request->own_group)
		prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (result == 0 && (child = fork()) < 0)
		result = -errno;
	if (child == 0)
		become(request, parent, output[1], failure[1]);
	close(failure[1]);
	close(output[1]);
	if (child > 0) {
		if (request->own_group)
			setpgid(child, child); /* here too: whoever comes first */
		error = exec_error(failure[0]);
		if (error == 0)
			result = watch(capture, request, child, output[0]);
		if (error != 0 || result != 0 || request->own_group)
			end_child(request, child);
		while (waitpid(child, wait_status, 0) < 0 && errno == EINTR)
			;
		if (request->own_group)
			end_leftovers();
		result = error ? -error : result;
	}
	close(failure[0]);
	close(output[0]);
	return result;
}
