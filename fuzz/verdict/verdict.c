/*
 * verdict.c: decides what a run's end means. See verdict.h for the order in which evidence counts.
 */
#include "verdict.h"
#include "report.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* What stands in the first of the core's frames that is the program's. */
struct first_frame {
	struct cgf_span function, where;
};

static void write_first_frame(struct cgf_verdict *out, const struct first_frame *first,
                              struct cgf_span caller)
{
	char name[CGF_VERDICT_WORD_BYTES_MAX];

	cgf_function_name(name, sizeof(name), first->function);
	cgf_go_settle_closure(name, sizeof(name), first->function, caller);
	out->go[0] = '\0';
	cgf_go_line_write(out->go, sizeof(out->go), name, first->where);
}

/* "cgofault: frame FUNCTION FILE:LINE", of the innermost function outwards: the first of the program's
 * counts. */
static void read_frame_line(struct cgf_verdict *out, struct first_frame *first, struct cgf_span words)
{
	char behind[CGF_VERDICT_WORD_BYTES_MAX];
	struct cgf_span function, where;

	if (!cgf_span_skip(&words, "cgofault: frame "))
		return;
	function = cgf_span_until(words, " ");
	where = (struct cgf_span){words.start + function.size, words.size - function.size};
	cgf_span_skip(&where, " ");
	if (cgf_go_is_library(function, where) || cgf_function_behind_cgo(behind, sizeof(behind), function))
		return;
	if (first->function.size == 0 && out->go[0] == '\0') {
		*first = (struct first_frame){function, where};
		write_first_frame(out, first, (struct cgf_span){function.start, 0});
	} else if (first->function.size > 0) {
		write_first_frame(out, first, function);
		first->function.size = 0;
	}
}

/* Lines of the core about the run, whatever its verdict. */
static void read_run_line(struct cgf_verdict *out, struct cgf_span line)
{
	char function[CGF_VERDICT_WORD_BYTES_MAX], file[256];
	struct cgf_span word;

	if (!cgf_span_skip(&line, "cgofault: "))
		return;
	if (cgf_span_skip(&line, "go ") && out->go[0] == '\0') {
		word = cgf_span_until(line, " ");
		cgf_function_name(function, sizeof(function), word);
		line.start += word.size;
		line.size -= word.size;
		cgf_span_skip(&line, " ");
		cgf_span_copy(file, sizeof(file), line);
		snprintf(out->go, sizeof(out->go), "%s %s", function, file);
	}
	if (cgf_span_starts(line, "plan=") || cgf_span_starts(line, "trace="))
		cgf_verdict_read_run(out, line);
}

/* Lines of the core that decide the verdict. */
static bool read_deciding_line(struct cgf_verdict *out, struct cgf_span line)
{
	if (!cgf_span_skip(&line, "cgofault: "))
		return false;
	if (cgf_span_skip(&line, "found "))
		cgf_verdict_read_finding(out, line);
	else if (cgf_span_skip(&line, "harness "))
		cgf_name_from_message(out->name, sizeof(out->name), "harness", line);
	else if (cgf_span_skip(&line, "usage "))
		strcpy(out->name, "usage");
	else
		return false;
	/* Other lines may have run into this one. */
	if (!strchr(out->name, '/') && strcmp(out->name, "usage") != 0)
		strcpy(out->name, "harness/unreadable-finding");
	return true;
}

/* What the status alone says. A run that began and did not end was ended by the program: exit(0) is no clean
 * run. */
static void name_status(struct cgf_verdict *out, int wait_status)
{
	int number = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
	const char *name = sigabbrev_np(number);

	if (number == SIGKILL || number == SIGTERM || number == SIGINT || number == SIGHUP)
		snprintf(out->name, sizeof(out->name), "harness/stopped-by-SIG%s", name);
	else if (number != 0 && name)
		snprintf(out->name, sizeof(out->name), "crash/SIG%s", name);
	else if (number != 0)
		snprintf(out->name, sizeof(out->name), "crash/signal-%d", number);
	else if (WEXITSTATUS(wait_status) != 0 || (out->plan[0] != '\0' && out->trace[0] == '\0'))
		snprintf(out->name, sizeof(out->name), "crash/exit-%d", WEXITSTATUS(wait_status));
	else
		strcpy(out->name, "none");
}

static bool is_finding(const struct cgf_verdict *verdict)
{
	return strchr(verdict->name, '/') && strncmp(verdict->name, "harness/", 8) != 0;
}

/* A stack that ends in glue still happened inside an op, and the core said which. */
static void complete_place(struct cgf_verdict *out)
{
	size_t size = strcspn(out->go, " ");

	if (!is_finding(out)) {
		out->at[0] = '\0';
		return;
	}
	if ((out->at[0] == '\0' || strcmp(out->at, "unknown") == 0) && size > 0)
		snprintf(out->at, sizeof(out->at), "%.*s", (int)size, out->go);
	if (out->at[0] == '\0')
		strcpy(out->at, "unknown");
}

/* The last phase of a build that the text has, and what follows. */
struct phase {
	struct cgf_span name, said;
};

static void read_phase_line(struct phase *out, struct cgf_span line, struct cgf_span rest)
{
	if (cgf_span_skip(&line, "cgofault: phase "))
		*out = (struct phase){line, rest};
}

/* Whoever ends a process with a signal says nothing about its build. */
static bool name_phase(struct cgf_verdict *out, const struct phase *phase, bool reported, int wait_status)
{
	bool failed = WIFEXITED(wait_status) && WEXITSTATUS(wait_status) != 0;

	if (!failed || phase->name.size == 0 || (reported && cgf_span_starts(phase->name, "run")))
		return false;
	return cgf_report_build(out, phase->name, phase->said);
}

void cgf_verdict_parse(struct cgf_verdict *out, const char *text, size_t size, int wait_status)
{
	struct cgf_span rest = {text, size}, line;
	struct cgf_verdict own = {0};
	struct phase phase = {0};
	struct first_frame first = {0};
	bool decided = false, reported = false, died = wait_status != 0;

	memset(out, 0, sizeof(*out));
	while (cgf_span_line(&line, &rest)) {
		read_run_line(out, line);
		read_frame_line(out, &first, line);
		read_phase_line(&phase, line, rest);
		decided = decided || read_deciding_line(out, line);
		if (reported)
			continue;
		/* Only a process that dies prints a real "panic: "; a sanitizer's report counts in any case.
		 */
		reported =
		        cgf_report_sanitizer(&own, line, rest) || (died && cgf_report_go(&own, line, rest));
	}
	if (!decided && name_phase(out, &phase, reported, wait_status))
		return;
	if (!decided && reported)
		strcpy(out->name, own.name);
	/* The core says that memory leaks, and not where. */
	if (reported && (!decided || (strcmp(own.name, "lsan/leak") == 0 && strcmp(out->at, "unknown") == 0)))
		strcpy(out->at, own.at);
	if (out->go[0] == '\0')
		strcpy(out->go, own.go);
	if (!decided && !reported)
		name_status(out, wait_status);
	complete_place(out);
}
