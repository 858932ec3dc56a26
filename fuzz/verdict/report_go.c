/*
 * report_go.c: what Go's runtime prints when it ends a process: panics, fatal errors, signals in C code.
 */
#include "report.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Messages whose own words would make a poor name. Part: anywhere in the message; else at its start. */
static const struct {
	const char *words;
	bool part;
	const char *detail;
} messages[] = {
        {"unpinned Go pointer", true, "cgocheck"},
        {"Go pointer to Go pointer", true, "cgocheck"},
        {"invalid memory address or nil pointer dereference", false, "nil-dereference"},
        {"checkptr:", false, "checkptr"},
};

static void name_message(struct cgf_verdict *out, const char *kind, struct cgf_span message)
{
	(void)(cgf_span_skip(&message, "runtime error: ") || cgf_span_skip(&message, "sync: ") ||
	       cgf_span_skip(&message, "runtime: "));
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		if (messages[i].part ? cgf_span_contains(message, messages[i].words)
		                     : cgf_span_starts(message, messages[i].words)) {
			snprintf(out->name, sizeof(out->name), "%s/%s", kind, messages[i].detail);
			return;
		}
	cgf_name_from_message(out->name, sizeof(out->name), kind, message);
}

/* Packages through which a program's error passes on its way to the runtime, and ours. */
static bool is_glue(struct cgf_span function)
{
	static const char *const prefixes[] = {
	        "runtime.",       "runtime/", "syscall.", "internal/", "sync.",
	        "sync/",          "time.",    "_cgoexp_", "panic(",    "cgofault/shims/core.",
	        "cgofault/fuzz/",
	};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (cgf_span_starts(function, prefixes[i]))
			return true;
	return false;
}

/* "targets.readLater(0xc000010, {...})": the last bracket opens the arguments. */
static struct cgf_span without_arguments(struct cgf_span line)
{
	for (size_t i = line.size; i > 0; i--)
		if (line.start[i - 1] == '(') {
			line.size = i - 1;
			break;
		}
	return line;
}

/* "/home/me/package/x.go:31" is "package/x.go:31" for every reader, wherever the program was built. */
static struct cgf_span last_two_parts(struct cgf_span path)
{
	unsigned slashes = 0;

	for (size_t i = path.size; i > 0; i--)
		if (path.start[i - 1] == '/' && ++slashes == 2)
			return (struct cgf_span){path.start + i, path.size - i};
	return path;
}

/* The line after a frame: "\t/path/x.go:31 +0x1d fp=...". */
static void note_go_line(struct cgf_verdict *out, struct cgf_span function, struct cgf_span rest)
{
	struct cgf_span where;
	char name[CGF_VERDICT_WORD_BYTES_MAX], file[256];

	if (out->go[0] != '\0' || !cgf_span_line(&where, &rest) || !cgf_span_skip(&where, "\t"))
		return;
	cgf_function_name(name, sizeof(name), function);
	cgf_span_copy(file, sizeof(file), last_two_parts(cgf_span_until(where, " ")));
	snprintf(out->go, sizeof(out->go), "%s %s", name, file);
}

/*
 * The function to name: the first of the program's in the first goroutine that has one. In a signal's trace
 * it is the C function that was called, and the Go line is the one that called it.
 */
static void find_place(struct cgf_verdict *out, struct cgf_span rest)
{
	struct cgf_span line, function;
	bool in_goroutine = false;
	char behind[CGF_VERDICT_WORD_BYTES_MAX];

	while (cgf_span_line(&line, &rest)) {
		if (cgf_span_starts(line, "goroutine ")) {
			in_goroutine = true;
			continue;
		}
		if (line.size == 0 || cgf_span_starts(line, "created by "))
			in_goroutine = false;
		if (!in_goroutine || line.start[0] == '\t' || is_glue(line))
			continue;
		function = without_arguments(line);
		if (function.size == line.size)
			continue;
		if (out->at[0] == '\0')
			cgf_function_name(out->at, sizeof(out->at), function);
		if (cgf_function_behind_cgo(behind, sizeof(behind), function))
			continue;
		note_go_line(out, function, rest);
		return;
	}
}

/* "[signal SIGSEGV: segmentation violation ...]" names the signal of a fatal error that is no more than a
 * signal. */
static void name_unexpected_signal(struct cgf_verdict *out, struct cgf_span rest)
{
	struct cgf_span line, word;

	while (cgf_span_line(&line, &rest) && line.size > 0)
		if (cgf_span_skip(&line, "[signal ")) {
			word = cgf_span_until(line, ":] ");
			snprintf(out->name, sizeof(out->name), "crash/%.*s",
			         (int)(word.size < 16 ? word.size : 16), word.start);
			return;
		}
}

/* "SIGSEGV: segmentation violation" followed by "PC=0x...": a signal in C code that Go called. */
static bool name_signal(struct cgf_verdict *out, struct cgf_span line, struct cgf_span rest)
{
	struct cgf_span word = cgf_span_until(line, ":"), next;

	if (!cgf_span_starts(line, "SIG") || word.size == line.size || word.size > 16)
		return false;
	if (!cgf_span_line(&next, &rest) || !cgf_span_starts(next, "PC="))
		return false;
	snprintf(out->name, sizeof(out->name), "crash/%.*s", (int)word.size, word.start);
	return true;
}

bool cgf_report_go(struct cgf_verdict *out, struct cgf_span line, struct cgf_span rest)
{
	struct cgf_span message = line;

	if (cgf_span_skip(&message, "panic: ")) {
		name_message(out, "go-panic", message);
	} else if (cgf_span_skip(&message, "fatal error: ")) {
		name_message(out, "go-fatal", message);
		if (cgf_span_starts(message, "unexpected signal"))
			name_unexpected_signal(out, rest);
	} else if (!name_signal(out, line, rest)) {
		return false;
	}
	find_place(out, rest);
	return true;
}
