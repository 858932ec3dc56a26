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
        {"Go pointer to unpinned Go ", true, "cgocheck"}, /* and then what it is: pointer, slice, string */
        {" is unpinned Go ", true, "cgocheck"},
        {"unpinned Go pointer", true, "cgocheck"},
        {"Go pointer to Go pointer", true, "cgocheck"},
        {"invalid memory address or nil pointer dereference", false, "nil-dereference"},
        {"checkptr:", false, "checkptr"},
        {"function marked with #cgo nocallback", false, "nocallback"},
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

/* Takes the next goroutine's lines off the front of `rest`; `head` is its first. */
static bool next_goroutine(struct cgf_span *head, struct cgf_span *frames, struct cgf_span *rest)
{
	struct cgf_span line;

	do {
		if (!cgf_span_line(head, rest))
			return false;
	} while (!cgf_span_starts(*head, "goroutine "));
	*frames = *rest;
	while (cgf_span_line(&line, rest))
		if (line.size == 0 || cgf_span_starts(line, "created by "))
			break;
	frames->size -= rest->size;
	return true;
}

/* The goroutine that carries out the replay program's own command line is none of the program under test. */
static bool is_replays_own(struct cgf_span frames)
{
	return cgf_span_contains(frames, "\ncgofault/fuzz/replay.");
}

/* Takes the next frame of Go, two lines, off the front of `rest`. */
static bool next_frame(struct cgf_span *function, struct cgf_span *where, struct cgf_span *rest)
{
	struct cgf_span line, behind;

	while (cgf_span_line(&line, rest)) {
		*function = without_arguments(line);
		if (function->size == line.size || line.start[0] == '\t')
			continue;
		behind = *rest;
		if (!cgf_span_line(where, &behind) || !cgf_span_skip(where, "\t"))
			*where = (struct cgf_span){line.start, 0};
		return true;
	}
	return false;
}

/* The next frame that is the program's. `cgo`, unless it is NULL or filled: the C function that was called.
 */
static bool next_own_frame(struct cgf_span *function, struct cgf_span *where, char *cgo,
                           struct cgf_span *rest)
{
	char behind[CGF_VERDICT_WORD_BYTES_MAX];

	while (next_frame(function, where, rest)) {
		if (cgf_go_is_library(*function, *where))
			continue;
		if (!cgf_function_behind_cgo(behind, sizeof(behind), *function))
			return true;
		if (cgo && cgo[0] == '\0' && !cgf_is_cgo_helper(behind))
			strcpy(cgo, behind);
	}
	return false;
}

/*
 * The function to name: the first of the program's. In a signal's trace it is the C function that was called,
 * and the Go line is the one that called it.
 */
static bool find_place_in(struct cgf_verdict *out, struct cgf_span rest)
{
	struct cgf_span function, where, caller, callers_file;
	char name[CGF_VERDICT_WORD_BYTES_MAX];

	if (!next_own_frame(&function, &where, out->at, &rest))
		return out->at[0] != '\0';
	cgf_function_name(name, sizeof(name), function);
	if (next_own_frame(&caller, &callers_file, NULL, &rest))
		cgf_go_settle_closure(name, sizeof(name), function, caller);
	if (out->at[0] == '\0')
		strcpy(out->at, name);
	cgf_go_line_write(out->go, sizeof(out->go), name, where);
	return true;
}

/* " m=3 " in the head of a goroutine, and in the line "PC=0x... m=3 sigcode=1" of a signal. */
static bool is_of_thread(struct cgf_span head, struct cgf_span thread)
{
	char word[32];

	snprintf(word, sizeof(word), " %.*s ", (int)(thread.size < 16 ? thread.size : 16), thread.start);
	return cgf_span_contains(head, word) || !cgf_span_contains(head, " m=");
}

/* The first goroutine that has a frame of the program's; of a signal, that of the thread that got it alone.
 */
static void find_place(struct cgf_verdict *out, struct cgf_span rest, struct cgf_span thread)
{
	struct cgf_span head, frames;

	while (next_goroutine(&head, &frames, &rest)) {
		if (thread.size > 0 && !is_of_thread(head, thread))
			continue;
		if (!is_replays_own(frames) && find_place_in(out, frames))
			return;
		if (thread.size > 0 && !cgf_span_starts(head, "goroutine 0 "))
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

/* "SIGSEGV: segmentation violation" followed by "PC=0x... m=3": a signal in C code. `thread`: "m=3". */
static bool name_signal(struct cgf_verdict *out, struct cgf_span *thread, struct cgf_span line,
                        struct cgf_span rest)
{
	struct cgf_span word = cgf_span_until(line, ":"), next;
	const char *mark;

	if (!cgf_span_starts(line, "SIG") || word.size == line.size || word.size > 16)
		return false;
	if (!cgf_span_line(&next, &rest) || !cgf_span_starts(next, "PC="))
		return false;
	snprintf(out->name, sizeof(out->name), "crash/%.*s", (int)word.size, word.start);
	mark = memmem(next.start, next.size, " m=", strlen(" m="));
	if (mark)
		*thread = cgf_span_until(
		        (struct cgf_span){mark + 1, next.size - (size_t)(mark + 1 - next.start)}, " ");
	return true;
}

bool cgf_report_go(struct cgf_verdict *out, struct cgf_span line, struct cgf_span rest)
{
	struct cgf_span message = line, thread = {line.start, 0};

	if (cgf_span_skip(&message, "panic: ")) {
		name_message(out, "go-panic", message);
	} else if (cgf_span_skip(&message, "fatal error: ")) {
		name_message(out, "go-fatal", message);
		if (cgf_span_starts(message, "unexpected signal"))
			name_unexpected_signal(out, rest);
	} else if (!name_signal(out, &thread, line, rest)) {
		return false;
	}
	find_place(out, rest, thread);
	return true;
}
