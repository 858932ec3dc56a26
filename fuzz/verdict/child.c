/*
 * child.c: see child.h. A child's end is seen by a descriptor for the process, not by the end of its output:
 * somebody whom it left behind may keep that open.
 */
#include "child.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
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

/* Between fork and exec. `failure` tells the errno of an exec that failed. */
static void become(const struct cgf_child_request *request, pid_t parent, int output, int failure)
{
	int nothing = request->silent || request->own_group ? open("/dev/null", O_RDWR) : -1, error;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	/* A shell ignores it for a job in the background, and Go's way to die waits ten seconds for threads
	 * that it asks by this signal. */
	signal(SIGQUIT, SIG_DFL);
	if (request->own_group)
		setpgid(0, 0);
	if (nothing >= 0)
		dup2(nothing, STDIN_FILENO);
	if (request->stdin_from > 0)
		dup2(request->stdin_from, STDIN_FILENO);
	for (int fd = STDOUT_FILENO; request->silent && nothing >= 0 && fd <= STDERR_FILENO; fd++)
		dup2(nothing, fd);
	if (request->captured & CGF_CHILD_STDOUT)
		dup2(output, STDOUT_FILENO);
	if (request->captured & CGF_CHILD_STDERR)
		dup2(output, STDERR_FILENO);
	if (request->stdout_to > 0)
		dup2(request->stdout_to, STDOUT_FILENO);
	if (!request->directory || chdir(request->directory) == 0)
		execvpe(request->path, request->argv, request->environment ? request->environment : environ);
	error = errno;
	if (write(failure, &error, sizeof(error)) < 0)
		_exit(126);
	_exit(127);
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
 * inputs its processes are stopped, so that nothing but this would ever end them. As a subreaper, the keeper
 * is their parent now; one that ends may leave others.
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

/*
 * The keeper stands between this process and a child with a group of its own, and ends everything that the
 * child has started: when the child has ended, and when the other end of `orders` is closed, which this
 * process does when it wants an end, and the kernel when it is killed. Signals for this process's group are
 * not the keeper's.
 */
static void keep(const struct cgf_child_request *request, int output, int failure, int orders, int result)
{
	struct pollfd polled[2] = {{.fd = orders}, {.fd = -1, .events = POLLIN}};
	sigset_t all, before;
	int status = 0;
	pid_t keeper = getpid(), child;

	setpgid(0, 0);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	child = fork();
	if (child == 0) {
		sigprocmask(SIG_SETMASK, &before, NULL);
		become(request, keeper, output, failure);
	}
	close(failure);
	if (output >= 0)
		close(output);
	if (child < 0)
		_exit(1);
	setpgid(child, child); /* here too: whoever comes first */
	polled[1].fd = (int)syscall(SYS_pidfd_open, child, 0);
	while (polled[1].fd >= 0 && poll(polled, 2, -1) < 0 && errno == EINTR)
		;
	kill(-child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	end_leftovers();
	_exit(write(result, &status, sizeof(status)) == (ssize_t)sizeof(status) ? 0 : 1);
}

/* Descriptors between this process and its child, or its keeper. */
enum { READ_END, WRITE_END };
struct pipes {
	int output[2], failure[2], orders[2], result[2];
};

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int make_pipes(struct pipes *pipes, bool captures, bool keeper)
{
	memset(pipes, -1, sizeof(*pipes));
	if (pipe2(pipes->failure, O_CLOEXEC) != 0)
		return -errno;
	if (captures && (pipe2(pipes->output, O_CLOEXEC) != 0 ||
	                 fcntl(pipes->output[READ_END], F_SETFL, O_NONBLOCK) != 0))
		return -errno;
	if (keeper && (pipe2(pipes->orders, O_CLOEXEC) != 0 || pipe2(pipes->result, O_CLOEXEC) != 0))
		return -errno;
	return 0;
}

static void close_pipes(struct pipes *pipes)
{
	for (int end = READ_END; end <= WRITE_END; end++) {
		close_end(&pipes->output[end]);
		close_end(&pipes->failure[end]);
		close_end(&pipes->orders[end]);
		close_end(&pipes->result[end]);
	}
}

static bool is_pipe_of(const struct pipes *pipes, int fd)
{
	for (int end = READ_END; end <= WRITE_END; end++)
		if (fd == pipes->output[end] || fd == pipes->failure[end] || fd == pipes->orders[end] ||
		    fd == pipes->result[end])
			return true;
	return false;
}

/* The keeper never executes another program, which would close the pipes of runs of other threads: while it
 * has their ends, an end that such a thread closes is not closed. */
static void close_pipes_of_others(const struct pipes *own)
{
	DIR *folder = opendir("/proc/self/fd");
	struct dirent *entry;
	struct stat status;

	while (folder && (entry = readdir(folder))) {
		int fd = (int)strtol(entry->d_name, NULL, 10);

		if (fd > STDERR_FILENO && !is_pipe_of(own, fd) && fcntl(fd, F_GETFD) == FD_CLOEXEC &&
		    fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode))
			close(fd);
	}
	if (folder)
		closedir(folder);
}

/* In the new process: the child itself, or its keeper. */
static void begin(const struct cgf_child_request *request, pid_t parent, struct pipes *pipes)
{
	if (!request->own_group)
		become(request, parent, pipes->output[WRITE_END], pipes->failure[WRITE_END]);
	close_end(&pipes->orders[WRITE_END]);
	close_end(&pipes->output[READ_END]);
	close_end(&pipes->failure[READ_END]);
	close_pipes_of_others(pipes);
	keep(request, pipes->output[WRITE_END], pipes->failure[WRITE_END], pipes->orders[READ_END],
	     pipes->result[WRITE_END]);
}

/* Ends the child if it has not ended, and gets its status. 0 or a negative errno. */
static int await(int *wait_status, const struct cgf_child_request *request, pid_t child, struct pipes *pipes)
{
	int status = 0;

	if (request->own_group)
		close_end(&pipes->orders[WRITE_END]);
	else
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!request->own_group) {
		*wait_status = status;
		return 0;
	}
	close_end(&pipes->result[WRITE_END]);
	return read(pipes->result[READ_END], wait_status, sizeof(*wait_status)) ==
	                       (ssize_t)sizeof(*wait_status)
	               ? 0
	               : -ECHILD;
}

int cgf_child_run(int *wait_status, struct cgf_capture *capture, const struct cgf_child_request *request)
{
	struct pipes pipes;
	int result = make_pipes(&pipes, capture != NULL, request->own_group), error, ended;
	pid_t parent = getpid(), child = -1;

	if (result == 0 && (child = fork()) < 0)
		result = -errno;
	if (child == 0)
		begin(request, parent, &pipes);
	close_end(&pipes.failure[WRITE_END]);
	close_end(&pipes.output[WRITE_END]);
	if (child > 0) {
		error = exec_error(pipes.failure[READ_END]);
		if (error == 0)
			result = watch(capture, request, child, pipes.output[READ_END]);
		ended = await(wait_status, request, child, &pipes);
		result = error ? -error : result ? result : ended;
	}
	close_pipes(&pipes);
	return result;
}
