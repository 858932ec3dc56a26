/*
 * report_sanitizer.c: reports of AddressSanitizer, LeakSanitizer, MemorySanitizer and ThreadSanitizer,
 * clang's and gcc's.
 */
#include "frame.h"
#include "report.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* A report whose first words are a sentence has its usual short name here. */
static const struct {
	const char *words, *name;
} sentences[] = {
        {"attempting double-free", "asan/double-free"},
        {"attempting free on address", "asan/bad-free"},
        {"attempting to call malloc_usable_size", "asan/bad-malloc-usable-size"},
        {"requested allocation size", "asan/allocation-size-too-big"},
        {"ABRT on unknown address", "crash/SIGABRT"},
};

/* What the frames of one stack have said so far, beside the program's own function. */
struct behind {
	char cgo[CGF_VERDICT_WORD_BYTES_MAX];     /* the C function that Go called */
	char library[CGF_VERDICT_WORD_BYTES_MAX]; /* of C++'s library */
};

/* True when the frame is the program's: of C, or the Go function that called it. */
static bool read_frame(struct cgf_verdict *out, struct behind *behind, const struct cgf_frame *frame)
{
	char name[CGF_VERDICT_WORD_BYTES_MAX];

	if (cgf_function_behind_cgo(name, sizeof(name), frame->symbol)) {
		if (behind->cgo[0] == '\0' && !cgf_is_cgo_helper(name))
			strcpy(behind->cgo, name);
		return false;
	}
	if (cgf_frame_is_glue(frame) ||
	    (cgf_frame_is_go(frame) && cgf_go_is_library(frame->symbol, frame->place)))
		return false;
	if (cgf_frame_is_cxx_library(frame)) {
		if (behind->library[0] == '\0')
			cgf_function_name(behind->library, sizeof(behind->library), frame->symbol);
		return false;
	}
	if (out->at[0] == '\0' && behind->cgo[0] == '\0')
		cgf_function_name(out->at, sizeof(out->at), frame->symbol);
	if (!cgf_frame_is_go(frame))
		return false;
	cgf_function_name(name, sizeof(name), frame->symbol);
	cgf_go_line_write(out->go, sizeof(out->go), name, frame->place);
	return true;
}

/* The function to name: the first of the first stack that is the program's. */
static void find_place(struct cgf_verdict *out, struct cgf_span rest)
{
	struct behind behind = {0};
	struct cgf_span line;
	struct cgf_frame frame;
	unsigned frames = 0;

	while (cgf_span_line(&line, &rest)) {
		bool is_frame = cgf_frame_read(&frame, line);

		if ((!is_frame && (frames > 0 || cgf_span_starts(line, "SUMMARY: "))) ||
		    (is_frame && frame.number == 0 && frames > 0))
			break;
		frames += is_frame;
		if (is_frame && read_frame(out, &behind, &frame))
			break;
	}
	if (out->at[0] == '\0')
		strcpy(out->at, behind.cgo[0] != '\0' ? behind.cgo : behind.library);
}

static void name_address_report(struct cgf_verdict *out, const char *kind, struct cgf_span what)
{
	struct cgf_span word;

	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (cgf_span_starts(what, sentences[i].words)) {
			snprintf(out->name, sizeof(out->name), "%s", sentences[i].name);
			return;
		}
	word = cgf_span_until(what, " :(");
	snprintf(out->name, sizeof(out->name), "%s/%.*s", kind, (int)(word.size < 64 ? word.size : 64),
	         word.start);
}

/* ThreadSanitizer prints signals like AddressSanitizer, and everything else as words before "(pid=...)". */
static void name_thread_report(struct cgf_verdict *out, struct cgf_span what)
{
	struct cgf_span word = cgf_span_until(what, " ");

	if (cgf_span_starts(what, "ABRT on"))
		snprintf(out->name, sizeof(out->name), "crash/SIGABRT");
	else if (cgf_span_contains(what, " on unknown address"))
		snprintf(out->name, sizeof(out->name), "tsan/%.*s", (int)(word.size < 64 ? word.size : 64),
		         word.start);
	else
		cgf_name_from_message(out->name, sizeof(out->name), "tsan", what);
}

/* The sanitizer itself could not start or go on: no verdict about the program. */
static bool is_sanitizers_own_failure(struct cgf_span line)
{
	return cgf_span_starts(line, "FATAL: ThreadSanitizer") ||
	       cgf_span_starts(line, "FATAL: MemorySanitizer") ||
	       cgf_span_contains(line, "Sanitizer: CHECK failed") ||
	       cgf_span_contains(line, "Shadow memory range interleaves") ||
	       cgf_span_contains(line, "LeakSanitizer has encountered a fatal error") ||
	       cgf_span_contains(line, "Sanitizer: failed to intercept");
}

bool cgf_report_sanitizer(struct cgf_verdict *out, struct cgf_span line, struct cgf_span rest)
{
	struct cgf_span what = line;

	if (is_sanitizers_own_failure(line)) {
		snprintf(out->name, sizeof(out->name), "harness/sanitizer-failed");
		return true;
	}
	if (cgf_span_skip(&what, "WARNING: ThreadSanitizer: ")) {
		name_thread_report(out, what);
	} else {
		/* "==123==ERROR: AddressSanitizer: ..." */
		if (!cgf_span_skip(&what, "=="))
			return false;
		while (what.size > 0 && isdigit((unsigned char)what.start[0]))
			what.start++, what.size--;
		if (!cgf_span_skip(&what, "==ERROR: ") &&
		    !cgf_span_starts(what, "==WARNING: MemorySanitizer: "))
			return false;
		cgf_span_skip(&what, "==WARNING: ");
		if (cgf_span_skip(&what, "AddressSanitizer: "))
			name_address_report(out, "asan", what);
		else if (cgf_span_skip(&what, "MemorySanitizer: "))
			name_address_report(out, "msan", what);
		else if (cgf_span_skip(&what, "ThreadSanitizer: "))
			name_thread_report(out, what);
		else if (cgf_span_starts(what, "LeakSanitizer: "))
			snprintf(out->name, sizeof(out->name), "lsan/leak");
		else
			return false;
	}
	find_place(out, rest);
	return true;
}
