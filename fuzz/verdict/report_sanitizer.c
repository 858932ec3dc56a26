/*
 * report_sanitizer.c: reports of AddressSanitizer, LeakSanitizer and ThreadSanitizer, clang's and gcc's.
 */
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

/* The C library's functions that sanitizers stand in front of: the caller is the one to name. */
static bool is_intercepted(struct cgf_span symbol)
{
	static const char *const names[] = {
	        "abort",    "aligned_alloc", "atoi",    "atol",    "bcmp",         "bzero",       "calloc",
	        "exit",     "fclose",        "fflush",  "fgets",   "fopen",        "fprintf",     "fputs",
	        "fread",    "free",          "fwrite",  "getenv",  "malloc",       "memalign",    "memccpy",
	        "memchr",   "memcmp",        "memcpy",  "memmem",  "memmove",      "memrchr",     "memset",
	        "mmap",     "munmap",        "open",    "poll",    "pread",        "printf",      "puts",
	        "pwrite",   "raise",         "read",    "realloc", "reallocarray", "recv",        "send",
	        "snprintf", "sprintf",       "sscanf",  "stpcpy",  "strcasecmp",   "strcat",      "strchr",
	        "strcmp",   "strcpy",        "strcspn", "strdup",  "strlen",       "strncasecmp", "strncat",
	        "strncmp",  "strncpy",       "strndup", "strnlen", "strpbrk",      "strrchr",     "strspn",
	        "strstr",   "strtol",        "strtoll", "strtoul", "usleep",       "vfprintf",    "vsnprintf",
	        "vsprintf", "write",         "writev",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (symbol.size == strlen(names[i]) && memcmp(symbol.start, names[i], symbol.size) == 0)
			return true;
	return false;
}

/* Frames that say nothing about the program: the sanitizer, the C library's inside, the core, cgo and Go's
 * runtime. */
static bool is_glue(struct cgf_span symbol)
{
	static const char *const prefixes[] = {
	        "__",       "cgf_",     "_cgo_",        "_cgoexp_",        "x_cgo_",         "crosscall",
	        "runtime.", "runtime/", "syscall.",     "pthread_",        "posix_memalign", "start_thread",
	        "clone",    "_start",   "operator new", "operator delete",
	};

	if (symbol.size == 0 || symbol.start[0] == '(')
		return true; /* not symbolized: only a module and an offset */
	if (cgf_span_starts(symbol, "__wrap_"))
		return false;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (cgf_span_starts(symbol, prefixes[i]))
			return true;
	return is_intercepted(symbol);
}

/* "    #1 0x55d in read_later /x.c:5:3" (asan) or "    #1 read_later /x.c:5:3 (a.out+0x12)" (tsan). */
static bool frame_symbol(struct cgf_span *symbol, unsigned *number, struct cgf_span line)
{
	while (cgf_span_skip(&line, " "))
		;
	if (!cgf_span_skip(&line, "#") || line.size == 0 || !isdigit((unsigned char)line.start[0]))
		return false;
	for (*number = 0; line.size > 0 && isdigit((unsigned char)line.start[0]); line.start++, line.size--)
		*number = (*number * 10 + (unsigned)(line.start[0] - '0')) % 1000;
	cgf_span_skip(&line, " ");
	if (cgf_span_starts(line, "0x")) {
		struct cgf_span address = cgf_span_until(line, " ");

		line.start += address.size;
		line.size -= address.size;
		while (cgf_span_skip(&line, " "))
			;
		if (!cgf_span_skip(&line, "in "))
			line.size = 0;
	}
	*symbol = cgf_span_until(line, " ");
	return true;
}

/* The function to name: the first of the first stack that is the program's. */
static void find_place(struct cgf_verdict *out, struct cgf_span rest)
{
	struct cgf_span line, symbol;
	unsigned number, frames = 0;

	while (cgf_span_line(&line, &rest)) {
		if (!frame_symbol(&symbol, &number, line)) {
			if (frames > 0 || cgf_span_starts(line, "SUMMARY: "))
				return;
			continue;
		}
		if (number == 0 && frames > 0)
			return;
		frames++;
		if (!is_glue(symbol)) {
			cgf_function_name(out->at, sizeof(out->at), symbol);
			return;
		}
	}
}

static void name_address_report(struct cgf_verdict *out, struct cgf_span what)
{
	struct cgf_span word;

	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (cgf_span_starts(what, sentences[i].words)) {
			snprintf(out->name, sizeof(out->name), "%s", sentences[i].name);
			return;
		}
	word = cgf_span_until(what, " :(");
	snprintf(out->name, sizeof(out->name), "asan/%.*s", (int)(word.size < 64 ? word.size : 64),
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
		if (!cgf_span_skip(&what, "==ERROR: "))
			return false;
		if (cgf_span_skip(&what, "AddressSanitizer: "))
			name_address_report(out, what);
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
