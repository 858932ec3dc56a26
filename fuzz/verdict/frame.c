/*
 * frame.c: one frame of a sanitizer's stack, and what kind of code it is.
 */
#include "frame.h"

#include <ctype.h>
#include <string.h>

static const char *find(struct cgf_span span, const char *text)
{
	return memmem(span.start, span.size, text, strlen(text));
}

static const char *find_last(struct cgf_span span, const char *text)
{
	const char *found = NULL, *next;

	while ((next = find(span, text))) {
		found = next;
		span.size -= (size_t)(next + 1 - span.start);
		span.start = next + 1;
	}
	return found;
}

static bool ends(struct cgf_span span, const char *suffix)
{
	size_t size = strlen(suffix);

	return span.size >= size && memcmp(span.start + span.size - size, suffix, size) == 0;
}

/* Takes what stands behind `at` off the end of `span`, without the blank at its front. */
static struct cgf_span cut_off(struct cgf_span *span, const char *at)
{
	struct cgf_span tail = {at + 1, span->size - (size_t)(at + 1 - span->start)};

	span->size = (size_t)(at - span->start);
	return tail;
}

/* " (/lib/libc.so.6+0x1234) (BuildId: 12ab)", of which either may be absent. */
static struct cgf_span cut_module(struct cgf_span *rest)
{
	const char *build = find_last(*rest, " (BuildId: "), *module;
	struct cgf_span none = {rest->start, 0};

	if (build && ends(*rest, ")"))
		rest->size = (size_t)(build - rest->start);
	module = find(*rest, " (/");
	if (!module)
		module = find_last(*rest, " (");
	if (!module || !ends(*rest, ")") || !find_last(*rest, "+0x") || find_last(*rest, "+0x") < module)
		return none;
	return cut_off(rest, module);
}

/* "x.c:5:3" and "x.c:5", with the path in front. */
static bool is_place(struct cgf_span word)
{
	size_t digits = 0, i = word.size;

	while (i > 0 && isdigit((unsigned char)word.start[i - 1]))
		i--, digits++;
	return digits > 0 && i > 1 && word.start[i - 1] == ':';
}

/* Names of C++ hold blanks, and so do paths; but no name holds a blank in front of a slash. */
static struct cgf_span cut_place(struct cgf_span *rest)
{
	const char *blank = find(*rest, " /");
	struct cgf_span none = {rest->start, 0}, word;

	if (!blank)
		blank = memrchr(rest->start, ' ', rest->size);
	if (!blank)
		return none;
	word = (struct cgf_span){blank + 1, rest->size - (size_t)(blank + 1 - rest->start)};
	if (word.size == 0 || (word.start[0] != '/' && !is_place(word)))
		return none;
	return cut_off(rest, blank);
}

static struct cgf_span trimmed(struct cgf_span span)
{
	while (cgf_span_skip(&span, " "))
		;
	while (ends(span, " <null>"))
		span.size -= strlen(" <null>");
	while (ends(span, " "))
		span.size--;
	return span;
}

bool cgf_frame_read(struct cgf_frame *out, struct cgf_span line)
{
	const struct cgf_span none = {line.start, 0};

	*out = (struct cgf_frame){.symbol = none, .place = none, .module = none};
	while (cgf_span_skip(&line, " "))
		;
	if (!cgf_span_skip(&line, "#") || line.size == 0 || !isdigit((unsigned char)line.start[0]))
		return false;
	for (; line.size > 0 && isdigit((unsigned char)line.start[0]); line.start++, line.size--)
		out->number = (out->number * 10 + (unsigned)(line.start[0] - '0')) % 1000;
	cgf_span_skip(&line, " ");
	if (cgf_span_starts(line, "0x")) {
		struct cgf_span address = cgf_span_until(line, " ");

		line.start += address.size;
		line.size -= address.size;
		while (cgf_span_starts(line, "  "))
			cgf_span_skip(&line, " ");
		/* Without "in" there is a module and no name. */
		if (!cgf_span_skip(&line, " in"))
			line.size = 0;
	}
	out->module = cut_module(&line);
	out->place = cut_place(&line);
	out->symbol = trimmed(line);
	if (cgf_span_starts(out->symbol, "<null>") || cgf_span_starts(out->symbol, "??"))
		out->symbol.size = 0;
	return true;
}

/* The C library's functions that sanitizers stand in front of: the caller is the one to name. */
bool cgf_is_libc_function(struct cgf_span symbol)
{
	static const char *const names[] = {
	        "abort",      "aligned_alloc", "atoi",     "atol",    "bcmp",        "bzero",
	        "calloc",     "exit",          "fclose",   "fflush",  "fgets",       "fopen",
	        "fprintf",    "fputs",         "fread",    "free",    "fwrite",      "getenv",
	        "gsignal",    "malloc",        "memalign", "memccpy", "memchr",      "memcmp",
	        "memcpy",     "memmem",        "memmove",  "memrchr", "memset",      "mmap",
	        "munmap",     "open",          "poll",     "pread",   "printf",      "puts",
	        "pwrite",     "qsort",         "raise",    "read",    "realloc",     "reallocarray",
	        "recv",       "send",          "snprintf", "sprintf", "sscanf",      "stpcpy",
	        "strcasecmp", "strcat",        "strchr",   "strcmp",  "strcpy",      "strcspn",
	        "strdup",     "strlen",        "strncmp",  "strncat", "strncasecmp", "strncpy",
	        "strndup",    "strnlen",       "strpbrk",  "strrchr", "strspn",      "strstr",
	        "strtol",     "strtoll",       "strtoul",  "usleep",  "vfprintf",    "vsnprintf",
	        "vsprintf",   "write",         "writev",   "clone",   "clone3",      "start_thread",
	        "_start",     "accept",        "accept4",  "bind",    "close",       "closedir",
	        "connect",    "dup",           "dup2",     "dup3",    "epoll_ctl",   "epoll_wait",
	        "eventfd",    "fcntl",         "fdopen",   "fileno",  "fseek",       "listen",
	        "nanosleep",  "opendir",       "pipe",     "pipe2",   "preadv",      "pwritev",
	        "readdir",    "readv",         "recvfrom", "recvmsg", "sendmsg",     "sendto",
	        "sleep",      "socket",        "strerror", "unlink",  "waitpid",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (symbol.size == strlen(names[i]) && memcmp(symbol.start, names[i], symbol.size) == 0)
			return true;
	return false;
}

/* Libraries that are no program's own: a function in one of them is not the place of a bug. */
static bool is_system_module(struct cgf_span module)
{
	static const char *const names[] = {"/libc.so",    "/libm.so",      "/libpthread.so", "/libstdc++.so",
	                                    "/libc++.so",  "/libc++abi.so", "/libgcc_s.so",   "/libasan.so",
	                                    "/libtsan.so", "/libubsan.so",  "/ld-linux",      "[vdso]"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (cgf_span_contains(module, names[i]))
			return true;
	return false;
}

bool cgf_frame_is_glue(const struct cgf_frame *frame)
{
	static const char *const prefixes[] = {
	        "__",
	        "cgf_",
	        "_cgo_",
	        "_cgoexp_",
	        "x_cgo_",
	        "crosscall",
	        "runtime.",
	        "runtime/",
	        "syscall.",
	        "pthread_",
	        "posix_memalign",
	        "operator new",
	        "operator delete",
	        "_IO_",
	        "cgofault/fuzz/",
	        "asan_thread_start",
	        "msancall", /* where Go code goes over to MemorySanitizer */
	};

	if (frame->symbol.size == 0 || is_system_module(frame->module))
		return true;
	if (cgf_span_starts(frame->symbol, "__wrap_"))
		return false;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (cgf_span_starts(frame->symbol, prefixes[i]))
			return true;
	return cgf_is_libc_function(frame->symbol);
}

/* gcc's reports leave the names of functions around a function out where it is compiled into another one:
 * what is called by an operator alone is a lambda, and told as whoever called it. */
bool cgf_frame_is_cxx_library(const struct cgf_frame *frame)
{
	struct cgf_span plain = cgf_cxx_plain(frame->symbol);

	return cgf_span_starts(plain, "std::") || cgf_span_starts(plain, "__gnu_cxx::") ||
	       cgf_span_contains(frame->place, "/include/c++/") ||
	       (plain.size == frame->symbol.size && plain.size == strlen("operator()") &&
	        cgf_span_starts(plain, "operator()"));
}

bool cgf_frame_is_go(const struct cgf_frame *frame)
{
	char name[CGF_VERDICT_WORD_BYTES_MAX];

	/* C in a Go file's comment has the file, and no package. */
	cgf_function_name(name, sizeof(name), frame->symbol);
	return find_last(frame->place, ".go:") && strchr(name, '.');
}
