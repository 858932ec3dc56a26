/*
 * replay.c: see replay.h. The replay program supervises itself; its last line on stdout is the verdict.
 */
#include "replay.h"

#include "child.h"
#include "say.h"
#include "stop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* Far above the replay program's own limit (CGF_TIMEOUT_S), which tells more. */
enum { REPLAY_MS_MAX = 600 * 1000 };

static struct cgf_capture capture;

void cgf_replay_arguments(char **out, char *path, const char *how, const struct cgf_target *target,
                          const char *file)
{
	*out++ = path;
	if (how)
		*out++ = (char *)how;
	*out++ = "--class";
	*out++ = (char *)target->class_name;
	*out++ = "--variant";
	*out++ = (char *)target->variant;
	if (target->op[0] != '\0') {
		*out++ = "--op";
		*out++ = (char *)target->op;
	}
	*out++ = (char *)file;
	*out = NULL;
}

/* As long as a replay may take and there is time. */
static int64_t timeout_ms(void)
{
	int64_t left_ms = cgf_time_end_ms - cgf_now_ms();

	return left_ms < 0 ? 0 : left_ms < REPLAY_MS_MAX ? left_ms : REPLAY_MS_MAX;
}

/* Runs the program and keeps what it writes. 0, -EINTR, -ETIME, or another negative errno. */
static int run(int *status, size_t *size, const struct cgf_child_request *request)
{
	int error;

	memset(&capture, 0, offsetof(struct cgf_capture, text));
	capture.pass_to = -1;
	error = cgf_child_run(status, &capture, request);
	*size = cgf_capture_finish(&capture);
	return error == -ETIMEDOUT && cgf_now_ms() >= cgf_time_end_ms ? -ETIME : error;
}

/* Runs the replay program. 0 with its exit status, or an exit code, -EINTR or -ETIME. */
static int call(int *status, size_t *size, unsigned captured, const char *how,
                const struct cgf_programs *programs, const struct cgf_target *target, const char *file)
{
	char path[CGF_PATH_BYTES_MAX], *arguments[CGF_REPLAY_ARGUMENTS_MAX];
	struct cgf_child_request request = {.path = path,
	                                    .argv = arguments,
	                                    .captured = captured,
	                                    .silent =
	                                            captured != (CGF_CHILD_STDOUT | CGF_CHILD_STDERR) && !how,
	                                    .own_group = true,
	                                    .timeout_ms = timeout_ms(),
	                                    .stop = &cgf_stop};
	int error;

	if (!cgf_program_path(path, sizeof(path), programs, target->set, "replay", target->build))
		return cgf_harness_failed("%s was not built; cmake -B build says why", path);
	cgf_replay_arguments(arguments, path, how, target, file);
	error = run(status, size, &request);
	if (error == -EINTR || error == -ETIME)
		return error;
	return error == 0 ? 0 : cgf_harness_failed("cannot run %s: %s", path, strerror(-error));
}

/* Takes the last line off the text. */
static char *take_last_line(char *text)
{
	char *end = text + strlen(text), *newline;

	while (end > text && end[-1] == '\n')
		*--end = '\0';
	newline = strrchr(text, '\n');
	if (newline)
		*newline = '\0';
	return newline ? newline + 1 : text;
}

/* The verdict on the last line of what the program printed, and the Go line before it. */
static bool read_last_lines(struct cgf_verdict *out, char *text)
{
	static const char go[] = "cgofault: go ";
	char *line = take_last_line(text);

	if (strncmp(line, "cgofault: verdict=", strlen("cgofault: verdict=")) != 0 ||
	    !cgf_verdict_read(out, line))
		return false;
	if (line > text) {
		line = take_last_line(text);
		if (strncmp(line, go, strlen(go)) == 0)
			snprintf(out->go, sizeof(out->go), "%s", line + strlen(go));
	}
	return true;
}

int cgf_replay_once(struct cgf_verdict *out, const struct cgf_programs *programs,
                    const struct cgf_target *target, const char *file)
{
	size_t size;
	int status, error = call(&status, &size, CGF_CHILD_STDOUT, NULL, programs, target, file);

	if (error != 0)
		return error;
	if (read_last_lines(out, capture.text))
		return 0;
	/* It says why on stderr, which was thrown away: once more, for the line. */
	error = call(&status, &size, CGF_CHILD_STDERR, NULL, programs, target, file);
	if (error != 0)
		return error;
	fputs(capture.text, stderr);
	return WIFEXITED(status) && WEXITSTATUS(status) == CGF_EXIT_USAGE
	               ? CGF_EXIT_USAGE
	               : cgf_harness_failed("the replay of %s told no verdict", file);
}

int cgf_replay_agree(bool *agreed, const struct cgf_verdict *first, const struct cgf_programs *programs,
                     const struct cgf_target *target, const char *file, int times)
{
	struct cgf_verdict verdict;
	int error = 0;

	*agreed = cgf_verdict_exit_code(first) == CGF_EXIT_FOUND;
	for (int i = 0; *agreed && i < times; i++) {
		error = cgf_replay_once(&verdict, programs, target, file);
		*agreed = error == 0 && cgf_verdict_same(first, &verdict);
	}
	return error;
}

int cgf_replay_confirm(bool *agreed, struct cgf_verdict *out, const struct cgf_programs *programs,
                       const struct cgf_target *target, const char *file, int times)
{
	int error = cgf_replay_once(out, programs, target, file);

	*agreed = false;
	return error == 0 ? cgf_replay_agree(agreed, out, programs, target, file, times - 1) : error;
}

const char *cgf_replay_print(size_t *size, int *code, const char *how, const struct cgf_programs *programs,
                             const struct cgf_target *target, const char *file)
{
	int status = 0;

	*code = call(&status, size, CGF_CHILD_STDOUT, how, programs, target, file);
	if (*code == 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
		*code = WIFEXITED(status) && WEXITSTATUS(status) == CGF_EXIT_USAGE
		                ? CGF_EXIT_USAGE
		                : cgf_harness_failed("the replay program failed for %s %s", how, file);
	return *code == 0 ? capture.text : NULL;
}

/* The command line for several files, to be freed; NULL: out of memory. */
static char **arguments_for_all(char *path, const char *how, const struct cgf_target *target,
                                const char *const *files)
{
	size_t count = 0, end = 0;
	char **arguments;

	while (files[count])
		count++;
	arguments = calloc(CGF_REPLAY_ARGUMENTS_MAX + count, sizeof(*arguments));
	if (!arguments)
		return NULL;
	cgf_replay_arguments(arguments, path, how, target, files[0]);
	while (arguments[end])
		end++;
	for (size_t i = 1; i < count; i++)
		arguments[end++] = (char *)files[i];
	return arguments;
}

const char *cgf_replay_print_all(size_t *size, int *code, const char *how,
                                 const struct cgf_programs *programs, const struct cgf_target *target,
                                 const char *const *files)
{
	char path[CGF_PATH_BYTES_MAX];
	struct cgf_child_request request = {.path = path,
	                                    .captured = CGF_CHILD_STDOUT,
	                                    .silent = true,
	                                    .own_group = true,
	                                    .timeout_ms = timeout_ms(),
	                                    .stop = &cgf_stop};
	char **arguments = arguments_for_all(path, how, target, files);
	int status = 0;

	*code = CGF_EXIT_HARNESS;
	if (!arguments ||
	    !cgf_program_path(path, sizeof(path), programs, target->set, "replay", target->build)) {
		free(arguments);
		return NULL;
	}
	request.argv = arguments;
	*code = run(&status, size, &request);
	free(arguments);
	if (*code == 0 && status != 0)
		*code = WIFEXITED(status) ? WEXITSTATUS(status) : CGF_EXIT_HARNESS;
	return *code == 0 ? capture.text : NULL;
}

const char *cgf_replay_log(size_t *size, int *code, const struct cgf_programs *programs,
                           const struct cgf_target *target, const char *file)
{
	int status = 0;

	*code = call(&status, size, CGF_CHILD_STDERR, NULL, programs, target, file);
	return *code == 0 ? capture.text : NULL;
}
