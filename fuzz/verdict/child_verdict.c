/*
 * child_verdict.c: runs this program as a child, and once more for the Go lines that are missing.
 *
 * Since replays are exact, what a run has numbered is the same in the next one, which prints the Go stack
 * there.
 */
#include "child_verdict.h"

#include "capture.h"
#include "child.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_S = 120, TIMEOUT_S_MAX = 86400 };

/* Of the last child. */
static struct cgf_capture capture;

static int64_t timeout_ms(void)
{
	const char *text = getenv("CGF_TIMEOUT_S");
	long seconds = text ? strtol(text, NULL, 10) : TIMEOUT_S;

	return (seconds < 1 || seconds > TIMEOUT_S_MAX ? TIMEOUT_S : seconds) * INT64_C(1000);
}

int cgf_child_verdict(struct cgf_verdict *out, char **argv, int pass_to)
{
	const struct cgf_child_request request = {.path = "/proc/self/exe",
	                                          .argv = argv,
	                                          .captured = CGF_CHILD_STDERR,
	                                          .own_group = true,
	                                          .timeout_ms = timeout_ms()};
	int status = 0, error;

	capture.pass_to = pass_to;
	capture.total = 0;
	error = cgf_child_run(&status, &capture, &request);
	if (error < 0 && error != -ETIMEDOUT)
		return error;
	cgf_verdict_parse(out, capture.text, cgf_capture_finish(&capture), status);
	if (error == -ETIMEDOUT)
		strcpy(out->name, "harness/timeout"), out->at[0] = '\0';
	else if (strcmp(out->name, "none") == 0 && out->plan[0] == '\0')
		strcpy(out->name, "harness/no-run");
	return 0;
}

/* Of several leaks in one run the verdict is about the one that was allocated first. */
static void tell_other_leaks(void)
{
	static const char words[] = "\ncgofault: go ";
	const char *line = strstr(capture.text, words);

	while (line && (line = strstr(line + 1, words)))
		fprintf(stderr, "cgofault: also leaked: %.*s\n", (int)strcspn(line + strlen(words), "\n"),
		        line + strlen(words));
}

/* A leak checker's stack has no Go frame. */
static void find_leak(struct cgf_verdict *verdict, char **argv)
{
	static struct cgf_verdict second;
	size_t size;

	if (strcmp(verdict->name, "lsan/leak") != 0 || strncmp(verdict->keys, "malloc=", 7) != 0)
		return;
	setenv("CGF_STACK_AT_MALLOC", verdict->keys + strlen("malloc="), 1);
	verdict->keys[0] = '\0';
	if (cgf_child_verdict(&second, argv, -1) < 0 || second.go[0] == '\0')
		return;
	strcpy(verdict->go, second.go);
	size = strcspn(verdict->go, " ");
	snprintf(verdict->at, sizeof(verdict->at), "%.*s", (int)size, verdict->go);
	tell_other_leaks();
}

/* A call whose Go line nobody has printed: of an op that reported something else than C did, or under way at
 * the end. The run is repeated for the Go stack at that call, alike. */
static void find_call(struct cgf_verdict *verdict, char **argv)
{
	static struct cgf_verdict second;

	if (verdict->call[0] == '\0')
		return;
	setenv("CGF_STACK_AT_CALL", verdict->call, 1);
	if (cgf_child_verdict(&second, argv, -1) >= 0)
		strcpy(verdict->go, second.go);
}

void cgf_child_go_lines(struct cgf_verdict *verdict, char **argv)
{
	find_leak(verdict, argv);
	find_call(verdict, argv);
}
