/*
 * go_tool.c: see go_tool.h.
 */
#include "go_tool.h"

#include "child.h"

#include "plans/files.h"
#include "plans/progress.h"
#include "plans/say.h"
#include "plans/stop.h"
#include "verdict.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A build may compile a large C library under a sanitizer. */
enum { GO_MS_MAX = 3600 * 1000, ANSWER_BYTES_MAX = 256 << 20, TICK_MS = 1000 };

static int tell_start(int error)
{
	return error == -ENOENT ? cgf_harness_failed("there is no go command on PATH: install Go from "
	                                             "https://go.dev/dl and put its bin on PATH")
	                        : cgf_harness_failed("cannot run go: %s", strerror(-error));
}

/* All bytes of the file, ended by NUL, to be freed; NULL: errno says why. */
static char *read_whole(int fd)
{
	struct stat status;
	char *text = NULL;
	ssize_t got = 0;
	size_t size = 0;

	if (fstat(fd, &status) != 0)
		return NULL;
	if (status.st_size > ANSWER_BYTES_MAX) {
		errno = EFBIG;
		return NULL;
	}
	text = malloc((size_t)status.st_size + 1);
	while (text && size < (size_t)status.st_size &&
	       (got = pread(fd, text + size, (size_t)status.st_size - size, (off_t)size)) > 0)
		size += (size_t)got;
	if (text)
		text[size] = '\0';
	return text;
}

char *cgf_go_ask(const char *const *arguments, const char *scratch)
{
	return cgf_go_ask_about(arguments, scratch, "/dev/null");
}

char *cgf_go_ask_about(const char *const *arguments, const char *scratch, const char *input)
{
	char path[CGF_PATH_BYTES_MAX];
	struct cgf_child_request request = {.path = arguments[0],
	                                    .argv = (char *const *)arguments,
	                                    .own_group = true,
	                                    .timeout_ms = GO_MS_MAX,
	                                    .stop = &cgf_stop};
	char *text = NULL;
	int status = 0, error;

	if (!cgf_text_make(path, sizeof(path), "%s/go-says", scratch))
		return NULL;
	request.stdout_to = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (request.stdout_to < 0) {
		cgf_harness_failed("%s: %s", path, strerror(errno));
		return NULL;
	}
	request.stdin_from = open(input, O_RDONLY | O_CLOEXEC);
	if (request.stdin_from < 0) {
		cgf_harness_failed("%s: %s", input, strerror(errno));
		close(request.stdout_to);
		return NULL;
	}
	error = cgf_child_run(&status, NULL, &request);
	if (error != 0 && error != -EINTR)
		tell_start(error);
	if (error == 0 && status == 0 && !(text = read_whole(request.stdout_to)))
		cgf_harness_failed("%s: %s", path, strerror(errno));
	close(request.stdin_from);
	close(request.stdout_to);
	return text;
}

/* Says now and then what go is at, which may take minutes and say nothing. */
static bool show_waiting(void *data)
{
	const char *const *arguments = data;
	const char *last = arguments[0];

	for (size_t i = 0; arguments[i]; i++)
		last = arguments[i];
	cgf_progress("go %s %s is at work", arguments[1], last);
	return true;
}

/* Runs it and keeps what it says. 0, or an exit code, after one line where it is none of the command's own.
 */
static int run_captured(bool *started, struct cgf_capture *capture, const char *const *arguments,
                        char *const *environment)
{
	const struct cgf_child_request request = {.path = arguments[0],
	                                          .argv = (char *const *)arguments,
	                                          .environment = environment,
	                                          .captured = CGF_CHILD_STDOUT | CGF_CHILD_STDERR,
	                                          .own_group = true,
	                                          .timeout_ms = GO_MS_MAX,
	                                          .tick = show_waiting,
	                                          .tick_data = (void *)arguments,
	                                          .tick_ms = TICK_MS,
	                                          .stop = &cgf_stop};
	int status = 0, error;

	memset(capture, 0, offsetof(struct cgf_capture, text));
	capture->pass_to = -1;
	error = cgf_child_run(&status, capture, &request);
	cgf_progress_end();
	cgf_capture_finish(capture);
	*started = error == 0;
	if (error == -EINTR)
		return CGF_EXIT_INTERRUPTED;
	if (error != 0)
		return tell_start(error);
	return status == 0 ? 0 : CGF_EXIT_HARNESS;
}

static struct cgf_capture said;

int cgf_go_run(const char *const *arguments, char *const *environment)
{
	bool started;
	int code = run_captured(&started, &said, arguments, environment);

	if (code != 0 && started)
		fputs(said.text, stderr);
	return code;
}

/* Behind the lines that only tell how far go is. */
static const char *first_words(const char *text)
{
	static const char *const steps[] = {"go: finding ", "go: downloading "};
	const char *next = strchr(text, '\n');

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (strncmp(text, steps[i], strlen(steps[i])) == 0 && next && next[1] != '\0')
			return first_words(next + 1);
	return strncmp(text, "go: ", 4) == 0 ? text + 4 : text;
}

int cgf_go_try(char *why, size_t size, const char *const *arguments, char *const *environment)
{
	bool started;
	int code = run_captured(&started, &said, arguments, environment);
	const char *text = first_words(said.text);

	snprintf(why, size, "%.*s", code != 0 && started ? (int)strcspn(text, "\n") : 0, text);
	return code;
}
