/*
 * go_frame.c: which frames of Go are the program's, and its line as verdicts give it.
 */
#include "report.h"

#include <stdio.h>
#include <string.h>

/* The first parts of the paths of Go's standard library. */
static bool is_standard_name(struct cgf_span package)
{
	static const char *const names[] = {
	        "archive",  "bufio",   "bytes",   "cmp",      "compress", "container", "context", "crypto",
	        "database", "debug",   "embed",   "encoding", "errors",   "expvar",    "flag",    "fmt",
	        "go",       "hash",    "html",    "image",    "index",    "internal",  "io",      "iter",
	        "log",      "maps",    "math",    "mime",     "net",      "os",        "path",    "plugin",
	        "reflect",  "regexp",  "runtime", "slices",   "sort",     "strconv",   "strings", "structs",
	        "sync",     "syscall", "testing", "text",     "time",     "unicode",   "unique",  "unsafe",
	        "vendor",   "weak",
	};
	struct cgf_span first = cgf_span_until(package, "/");

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (first.size == strlen(names[i]) && memcmp(first.start, names[i], first.size) == 0)
			return true;
	return false;
}

/* "internal/poll" of "internal/poll.(*FD).Read". */
static struct cgf_span package_of(struct cgf_span function)
{
	const char *slash = memrchr(function.start, '/', cgf_span_until(function, "([").size);
	size_t start = slash ? (size_t)(slash + 1 - function.start) : 0;
	struct cgf_span last = {function.start + start, function.size - start};

	return (struct cgf_span){function.start, start + cgf_span_until(last, ".").size};
}

/* Is the file of that package in Go's own tree? With -trimpath its path is the package's. */
static bool is_in_go_tree(struct cgf_span package, struct cgf_span file)
{
	char inside[256];

	snprintf(inside, sizeof(inside), "/src/%.*s/", (int)(package.size < 200 ? package.size : 200),
	         package.start);
	return cgf_span_contains(file, inside) || cgf_span_starts(file, inside + strlen("/src/"));
}

bool cgf_go_is_library(struct cgf_span function, struct cgf_span file)
{
	static const char *const prefixes[] = {"runtime.", "_cgoexp_", "panic(", "cgofault/shims/core.",
	                                       "cgofault/fuzz/"};
	struct cgf_span package = package_of(function);

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (cgf_span_starts(function, prefixes[i]))
			return true;
	/* The runtime's functions in assembly have no package. */
	if (cgf_span_until(function, "(").size == cgf_span_until(function, ".(").size)
		return true;
	if (!is_standard_name(package))
		return false;
	/* The runtime holds functions of other packages: sync.fatal. */
	return file.size == 0 || is_in_go_tree(package, file) ||
	       is_in_go_tree((struct cgf_span){"runtime", strlen("runtime")}, file);
}

void cgf_go_settle_closure(char *name, size_t size, struct cgf_span symbol, struct cgf_span caller)
{
	char around[CGF_VERDICT_WORD_BYTES_MAX];
	const char *dot;
	size_t package, length = strlen(name);

	if (!cgf_span_contains(symbol, ".func"))
		return;
	cgf_function_name(around, sizeof(around), caller);
	dot = strchr(around, '.');
	package = dot ? (size_t)(dot - around) : 0;
	if (dot && length > strlen(dot) && strncmp(name, around, package + 1) == 0 &&
	    strcmp(name + length - strlen(dot), dot) == 0)
		snprintf(name, size, "%s", around);
}

bool cgf_is_cgo_helper(const char *name)
{
	static const char *const helpers[] = {"GoBytes", "GoString", "GoStringN", "CBytes", "CString"};
	struct cgf_span function = {name, strlen(name)};

	for (size_t i = 0; i < sizeof(helpers) / sizeof(helpers[0]); i++)
		if (strcmp(name, helpers[i]) == 0)
			return true;
	return cgf_is_libc_function(function);
}

/* "/home/me/package/x.go:31 +0x1d" is "package/x.go:31" for every reader, wherever the program was built. */
static struct cgf_span last_two_parts(struct cgf_span where)
{
	const char *go = memmem(where.start, where.size, ".go:", strlen(".go:"));
	unsigned slashes = 0;
	size_t size;

	if (!go)
		return (struct cgf_span){where.start, 0};
	size = (size_t)(go - where.start) + strlen(".go:");
	while (size < where.size && where.start[size] >= '0' && where.start[size] <= '9')
		size++;
	for (size_t i = size; i > 0; i--)
		if (where.start[i - 1] == '/' && ++slashes == 2)
			return (struct cgf_span){where.start + i, size - i};
	return (struct cgf_span){where.start, size};
}

void cgf_go_line_write(char *out, size_t size, const char *name, struct cgf_span where)
{
	char file[256];

	where = last_two_parts(where);
	if (out[0] != '\0' || where.size == 0)
		return;
	cgf_span_copy(file, sizeof(file), where);
	snprintf(out, size, "%s %s", name, file);
}
