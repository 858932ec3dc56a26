/*
 * report_build.c: what compilers, linkers, the go command, pkg-config and the loader print when a build, a
 * test or a program's start fails.
 *
 * A message is known by its form, whole lines of fixed words around a name. Words that are translated stand
 * here in English and in German; what has no known form is not guessed at.
 */
#include "report.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Longer lines are commands that a tool repeats. */
enum { MESSAGE_BYTES_MAX = 2048 };

enum cause {
	MISSING_HEADER,
	MISSING_PACKAGE,
	MISSING_PKG_CONFIG,
	UNDEFINED,
	UNDEFINED_AT_START,
	DUPLICATE,
	MISSING_LIBRARY,
	MISSING_AT_START,
	STATIC_LINK,
	MISSING_COMPILER,
	FAILING_COMPILER,
	CGO_IN_TEST,
	NEEDS_COMPILER,
	NAME_SERVICE,
	WRONG_ANSWER,
};

/* The verdict, and the advice: "CLASS: BEFORE at AFTER". */
static const struct {
	const char *name, *class_name, *before, *after;
} causes[] = {
        [MISSING_HEADER] =
                {"build/missing-header", "stale_header", "",
                 " is in no folder where the compiler looks; install the package that has it, or name "
                 "its folder in #cgo CFLAGS: -I"},
        [MISSING_PACKAGE] =
                {"build/missing-header", "stale_header", "",
                 " is in no folder where pkg-config looks; install the library's development package, "
                 "or name its folder in PKG_CONFIG_PATH"},
        [MISSING_PKG_CONFIG] =
                {"build/missing-header", "stale_header", "",
                 " is not installed; install it, or write the flags into #cgo CFLAGS and LDFLAGS"},
        [UNDEFINED] =
                {"build/undefined-symbol", "undefined_symbol", "",
                 " is declared but no library on the link line defines it; add the library that does to "
                 "#cgo LDFLAGS, or define it"},
        [UNDEFINED_AT_START] = {"build/undefined-symbol", "undefined_symbol", "",
                                " is in no library that the loader found, so they are not those of the link; "
                                "install their right version, or name its folder in the rpath"},
        [DUPLICATE] = {"build/duplicate-symbol", "undefined_symbol", "",
                       " is defined more than once on the link line; keep one definition, in a .c file: a "
                       "preamble beside //export is compiled twice"},
        [MISSING_LIBRARY] = {"build/missing-library", "undefined_symbol", "the linker finds no library ",
                             "; install its development package, or name its folder in #cgo LDFLAGS: -L"},
        [MISSING_AT_START] = {"build/missing-library", "undefined_symbol", "the loader finds no ",
                              "; install the library, or name its folder in the rpath or in LD_LIBRARY_PATH"},
        [STATIC_LINK] = {"build/static-link", "static_link", "there is no archive of ",
                         " for a static link; install the library's .a file, or link without -static"},
        [MISSING_COMPILER] =
                {"build/missing-compiler", "cgo_in_test", "",
                 ", which cgo needs, is not installed; install it, name another compiler in CC, or "
                 "build with CGO_ENABLED=0"},
        [FAILING_COMPILER] = {"build/failing-compiler", "cgo_in_test", "the C compiler (",
                              ") fails with Go's own runtime/cgo already; repair it, or name another in CC"},
        [CGO_IN_TEST] =
                {"build/cgo-in-test", "cgo_in_test", "",
                 " imports \"C\", which go test does not support; move its C calls to a file that is no "
                 "test"},
        [NEEDS_COMPILER] = {"tests/needs-compiler", "cgo_in_test", "the tests of ",
                            " need a C compiler that works; install one, or have them built with cgo alone: "
                            "//go:build cgo"},
        [NAME_SERVICE] =
                {"run/name-service", "static_link", "",
                 " needs shared libraries of glibc at run time that a static program does not find; link "
                 "without -static, or use the build tags netgo and osusergo"},
        [WRONG_ANSWER] =
                {"result/wrong-answer", "stale_header", "",
                 " answers what its header does not promise; build with the header of the very library "
                 "that the program runs with"},
};

/* How a verdict's place is made of the name in the message. */
enum place {
	FIRST_WORD,
	LAST_PART, /* of a path */
	PACKAGE_FILE,
	SYMBOL,
	LIBRARY, /* what may follow -l */
	/* These know the message, or not, by the name. */
	HEADER,
	LIBRARY_FILE,
	COMMAND,
	COMPILER,
};

enum { BUILD = 1, TEST = 2, RUN = 4, MAKE = BUILD | TEST, EACH = MAKE | RUN };

/*
 * Forms of whole lines. `*` is any text, `_` one word, `%` the name, `#` a number, `'` a quotation mark of
 * any kind, `!` "No such file or directory"; the rest is itself.
 */
static const struct form {
	const char *pattern;
	enum cause cause;
	enum place place;
	unsigned phases;
} forms[] = {
        /* gcc, clang */
        {"*:#:#: fatal error: %: !", MISSING_HEADER, HEADER, MAKE},
        {"*:#:#: schwerwiegender Fehler: %: !", MISSING_HEADER, HEADER, MAKE},
        {"<command-line>: fatal error: %: !", MISSING_HEADER, HEADER, MAKE},
        {"<Kommandozeile>: schwerwiegender Fehler: %: !", MISSING_HEADER, HEADER, MAKE},
        {"*:#:#: fatal error: '%' file not found", MISSING_HEADER, HEADER, MAKE},
        {"*:#:#: error: '%' file not found with <angled> include; *", MISSING_HEADER, HEADER, MAKE},
        {"_: error: %: !", MISSING_LIBRARY, LIBRARY_FILE, MAKE},
        {"_: Fehler: %: !", MISSING_LIBRARY, LIBRARY_FILE, MAKE},
        {"_: error: no such file or directory: '%'", MISSING_LIBRARY, LIBRARY_FILE, MAKE},
        {"_: *'%'*: execvp: !", MISSING_COMPILER, LAST_PART, MAKE},
        {"_: *'%'*: posix_spawnp: !", MISSING_COMPILER, LAST_PART, MAKE},
        {"collect2: fatal error: cannot find '%'", MISSING_COMPILER, LAST_PART, MAKE},
        {"collect2: schwerwiegender Fehler: '%' kann nicht gefunden werden", MISSING_COMPILER, LAST_PART,
         MAKE},
        /* pkg-config and pkgconf */
        {"Package % was not found in the pkg-config search path*", MISSING_PACKAGE, PACKAGE_FILE, MAKE},
        {"No package '%' found", MISSING_PACKAGE, PACKAGE_FILE, MAKE},
        /* the go command; shells and make, which know no more than that something is not there */
        {"cgo: C compiler '%' not found: *", MISSING_COMPILER, LAST_PART, MAKE},
        {"_: exec: '%': executable file not found in $PATH", MISSING_COMPILER, COMMAND, MAKE},
        {"_: exec: '%': stat *: no such file or directory", MISSING_COMPILER, COMMAND, MAKE},
        {"_: running _ failed: exec: '%': *", MISSING_COMPILER, COMMAND, MAKE},
        {"use of cgo in test % not supported", CGO_IN_TEST, LAST_PART, MAKE},
        {"*: #: %: not found", MISSING_COMPILER, COMPILER, MAKE},
        {"*: line #: %: command not found", MISSING_COMPILER, COMPILER, MAKE},
        {"*: line #: %: !", MISSING_COMPILER, COMPILER, MAKE},
        {"*: Zeile #: %: Kommando nicht gefunden.", MISSING_COMPILER, COMPILER, MAKE},
        {"*: Zeile #: %: !", MISSING_COMPILER, COMPILER, MAKE},
        {"make: %: !", MISSING_COMPILER, COMPILER, MAKE},
        /* GNU ld, which has no German */
        {"*: undefined reference to '%'", UNDEFINED, SYMBOL, MAKE},
        {"*: undefined reference to symbol '%'", UNDEFINED, SYMBOL, MAKE},
        {"_: *: hidden symbol '%' isn't defined", UNDEFINED, SYMBOL, MAKE},
        {"_: *: hidden symbol '%' in * is referenced by DSO", UNDEFINED, SYMBOL, MAKE},
        {"*: multiple definition of '%'; *: first defined here", DUPLICATE, SYMBOL, MAKE},
        {"*: multiple definition of '%'", DUPLICATE, SYMBOL, MAKE},
        {"_: cannot find -l%", MISSING_LIBRARY, LIBRARY, MAKE},
        {"_: cannot find %: !", MISSING_LIBRARY, LIBRARY_FILE, MAKE},
        {"_: attempted static link of dynamic object '%'", STATIC_LINK, LAST_PART, MAKE},
        /* lld, gold */
        {"_: error: undefined symbol: %", UNDEFINED, SYMBOL, MAKE},
        {"_: error: undefined hidden symbol: %", UNDEFINED, SYMBOL, MAKE},
        {"_: error: undefined protected symbol: %", UNDEFINED, SYMBOL, MAKE},
        {"_: error: undefined reference: %", UNDEFINED, SYMBOL, MAKE},
        {"_: error: undefined reference due to --no-allow-shlib-undefined: %", UNDEFINED, SYMBOL, MAKE},
        {"_: error: non-exported symbol '%' in * is referenced by DSO *", UNDEFINED, SYMBOL, MAKE},
        {"_: error: duplicate symbol: %", DUPLICATE, SYMBOL, MAKE},
        {"_: error: unable to find library -l%", MISSING_LIBRARY, LIBRARY, MAKE},
        {"_: error: cannot find -l%", MISSING_LIBRARY, LIBRARY, MAKE},
        {"_: error: cannot find %", MISSING_LIBRARY, LIBRARY_FILE, MAKE},
        {"_: error: cannot open %: !", MISSING_LIBRARY, LIBRARY_FILE, MAKE},
        {"_: error: attempted static link of dynamic object %", STATIC_LINK, LAST_PART, MAKE},
        {"_: error: cannot mix -static with dynamic object %", STATIC_LINK, LAST_PART, MAKE},
        /* the loaders of glibc and musl */
        {"*: error while loading shared libraries: %: cannot open shared object file: !", MISSING_AT_START,
         LAST_PART, EACH},
        {"*: symbol lookup error: *: undefined symbol: %", UNDEFINED_AT_START, SYMBOL, EACH},
        {"Error loading shared library %: ! (needed by *)", MISSING_AT_START, LAST_PART, EACH},
        {"Error relocating *: %: symbol not found", UNDEFINED_AT_START, SYMBOL, EACH},
        /* programs of the classes */
        {"name service: %: *", NAME_SERVICE, FIRST_WORD, RUN},
        {"wrong answer: % want=_ got=_", WRONG_ANSWER, FIRST_WORD, RUN},
};

/* ---- forms ---- */

/* The first of the texts with which the span starts, as its size, or 0. */
static size_t starts_with_one(struct cgf_span span, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (cgf_span_starts(span, texts[i]))
			return strlen(texts[i]);
	return 0;
}

#define STARTS_WITH_ONE(span, texts) starts_with_one(span, texts, sizeof(texts) / sizeof((texts)[0]))

static size_t number_size(struct cgf_span text)
{
	size_t size = 0;

	while (size < text.size && isdigit((unsigned char)text.start[size]))
		size++;
	return size;
}

/* How much of the text, from its start, is what one byte of a pattern stands for; 0 when it is not. */
static size_t element_size(char element, struct cgf_span text)
{
	static const char *const marks[] = {"'", "`", "\"", "»", "«", "‘", "’", "“", "”", "„"};
	static const char *const no_such_file[] = {"No such file or directory",
	                                           "Datei oder Verzeichnis nicht gefunden"};

	switch (element) {
	case '\0':
		return 0;
	case '#':
		return number_size(text);
	case '\'':
		return STARTS_WITH_ONE(text, marks);
	case '!':
		return STARTS_WITH_ONE(text, no_such_file);
	default:
		return text.size > 0 && text.start[0] == element;
	}
}

/*
 * Does the whole line have this form? `name` becomes the text of %. A wildcard takes as little as it can, and
 * one that is followed by another never has to take more: the first place where what stands between them fits
 * is as good as any later one.
 */
static bool form_fits(struct cgf_span *name, const char *pattern, struct cgf_span line)
{
	const char *wildcard = NULL;
	size_t begin = 0, at = 0, end = 0; /* begin and end: what the last wildcard takes */

	while (*pattern || at < line.size) {
		struct cgf_span left = {line.start + at, line.size - at};
		size_t size = element_size(*pattern, left);

		if (*pattern && strchr("*_%", *pattern)) {
			wildcard = pattern;
			begin = end = at;
			if (*pattern++ == '*')
				continue;
		} else if (size > 0) {
			pattern++;
			at += size;
			continue;
		}
		if (!wildcard || end == line.size || (*wildcard == '_' && line.start[end] == ' '))
			return false;
		at = ++end;
		pattern = wildcard + 1;
		if (*wildcard == '%')
			*name = (struct cgf_span){line.start + begin, end - begin};
	}
	return true;
}

/* ---- places ---- */

static struct cgf_span from(struct cgf_span span, size_t start)
{
	return (struct cgf_span){span.start + start, span.size - start};
}

static struct cgf_span last_part(struct cgf_span path)
{
	const char *slash = memrchr(path.start, '/', path.size);

	return slash ? from(path, (size_t)(slash + 1 - path.start)) : path;
}

static bool ends(struct cgf_span span, const char *suffix)
{
	size_t size = strlen(suffix);

	return span.size >= size && cgf_span_starts(from(span, span.size - size), suffix);
}

/* Is this what a C or C++ compiler is called, whatever stands before and behind: x86_64-linux-gnu-gcc-12? */
static bool is_compiler(struct cgf_span name)
{
	static const char *const names[] = {"cc", "gcc", "clang", "c++", "g++", "clang++"};

	while (name.size > 0 && strchr("0123456789.", name.start[name.size - 1]))
		name.size--;
	while (ends(name, "-"))
		name.size--;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (ends(name, names[i]) &&
		    (name.size == strlen(names[i]) || name.start[name.size - strlen(names[i]) - 1] == '-'))
			return true;
	return false;
}

static bool is_pkg_config(struct cgf_span name)
{
	return ends(name, "pkg-config") || ends(name, "pkgconf");
}

/* libgauge.a, libgauge.so.1 */
static bool is_library(struct cgf_span file)
{
	return cgf_span_starts(file, "lib") &&
	       (ends(file, ".a") || ends(file, ".so") || cgf_span_contains(file, ".so."));
}

/* Does a message with this name mean what its form says? */
static bool is_meant(enum place place, struct cgf_span name)
{
	static const char *const other_commands[] = {"swig", "ar", "git"};
	bool is_word = !memchr(name.start, ' ', name.size);

	name = last_part(name);
	switch (place) {
	case HEADER:
		return is_word;
	case LIBRARY_FILE:
		return is_word && is_library(name);
	case COMPILER:
		return is_compiler(name) || is_pkg_config(name);
	case COMMAND:
		return STARTS_WITH_ONE(name, other_commands) != name.size;
	default:
		return true;
	}
}

/* False when the message is another one, in spite of its form. May find another cause. */
static bool place_from(char *out, size_t size, enum cause *cause, enum place place, struct cgf_span name)
{
	size_t length;

	if (!is_meant(place, name))
		return false;
	if (place == LAST_PART || place == LIBRARY_FILE || place == COMMAND || place == COMPILER)
		name = last_part(name);
	if ((place == COMMAND || place == COMPILER) && is_pkg_config(name))
		*cause = MISSING_PKG_CONFIG;
	if (place == SYMBOL)
		name = cgf_cxx_plain(name);
	if (place == LIBRARY)
		cgf_span_skip(&name, ":");
	if (place == LIBRARY || place == FIRST_WORD)
		name = cgf_span_until(name, place == LIBRARY ? " :" : " ");
	cgf_span_copy_word(out, size, name);
	length = strlen(out);
	if (place == PACKAGE_FILE)
		snprintf(out + length, size - length, ".pc");
	return length > 0;
}

/* ---- messages ---- */

/* The words of the phase's name that the parser knows, or 0. */
static unsigned phase_bit(struct cgf_span phase)
{
	static const char *const names[] = {"build", "test", "run"};

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (phase.size == strlen(names[i]) && cgf_span_starts(phase, names[i]))
			return 1u << i;
	return 0;
}

static bool read_message(enum cause *cause, char *at, size_t size, struct cgf_span line, unsigned phase)
{
	struct cgf_span name = {0};

	/* What is indented was quoted by somebody: sources, logs of tests. What a source prints is no error.
	 */
	if (line.size == 0 || line.size > MESSAGE_BYTES_MAX || isspace((unsigned char)line.start[0]) ||
	    cgf_span_contains(line, ": warning: ") || cgf_span_contains(line, "#error"))
		return false;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		*cause = forms[i].cause;
		if ((forms[i].phases & phase) && form_fits(&name, forms[i].pattern, line) &&
		    place_from(at, size, cause, forms[i].place, name))
			return true;
	}
	return false;
}

/* ---- what other lines say about a message ---- */

/* A linker's command that links statically, or its remark about that. */
static bool is_static_line(struct cgf_span line)
{
	bool is_static = false, has_library = false;
	struct cgf_span name;

	if (line.size <= MESSAGE_BYTES_MAX &&
	    form_fits(&name, "_: have you installed the static version of the % library ?", line))
		return true;
	while (line.size > 0) {
		struct cgf_span word = cgf_span_until(line, " ");

		is_static = is_static || (cgf_span_starts(word, "-static") &&
		                          (word.size == strlen("-static") || ends(word, "-static-pie")));
		has_library = has_library || cgf_span_starts(word, "-l");
		line = from(line, word.size + (word.size < line.size));
	}
	return is_static && has_library;
}

static bool is_static_link(struct cgf_span said)
{
	struct cgf_span line;

	while (cgf_span_line(&line, &said))
		if (is_static_line(line))
			return true;
	return false;
}

/*
 * GNU ld warns of a library that another one needs, and then finds symbols of that one undefined. `before` is
 * what was said before the line about the symbol.
 */
static bool read_needed(char *at, size_t size, struct cgf_span line, struct cgf_span before)
{
	struct cgf_span warning, needed, file;

	while (cgf_span_line(&warning, &before)) {
		if (warning.size > MESSAGE_BYTES_MAX ||
		    !form_fits(&needed, "_: warning: %, needed by *, not found (try using *", warning) ||
		    !form_fits(&file, "_: warning: *, needed by %, not found (try using *", warning))
			continue;
		for (size_t i = 0; i + file.size < line.size; i++)
			if (memcmp(line.start + i, file.start, file.size) == 0 &&
			    cgf_span_starts(from(line, i + file.size), ": undefined reference to ")) {
				cgf_span_copy_word(at, size, last_part(needed));
				return true;
			}
	}
	return false;
}

/* A machine that has no room, or ends its processes, says nothing about the compiler. */
static bool is_machines_fault(struct cgf_span line)
{
	return cgf_span_contains(line, "No space left on device") ||
	       cgf_span_contains(line, "kein Speicherplatz mehr") ||
	       cgf_span_contains(line, "signal terminated program") ||
	       cgf_span_contains(line, "hat Programm") || cgf_span_contains(line, "signal: killed");
}

/* "cc: no license", "cgo: exec /opt/cc: exec format error" */
static void find_compiler(char *at, size_t size, struct cgf_span line)
{
	struct cgf_span name;

	if ((form_fits(&name, "cgo: exec %: *", line) || form_fits(&name, "%: *", line)) &&
	    is_compiler(last_part(name)))
		cgf_span_copy_word(at, size, last_part(name));
}

/* Everybody's Go can compile runtime/cgo: when that fails, and does more than warn, the compiler fails. */
static bool read_failing_compiler(char *at, size_t size, struct cgf_span said)
{
	struct cgf_span line, name;
	bool fails = false, is_about_cgo = false;

	while (cgf_span_line(&line, &said)) {
		if (line.size > MESSAGE_BYTES_MAX)
			continue;
		if (cgf_span_starts(line, "# "))
			is_about_cgo = cgf_span_starts(line, "# runtime/cgo");
		fails = fails || is_about_cgo || form_fits(&name, "runtime/cgo: *: exit status #", line);
		if (is_machines_fault(line) || (is_about_cgo && (cgf_span_contains(line, "warning: ") ||
		                                                 cgf_span_contains(line, "Warnung: "))))
			return false;
		if (is_about_cgo && at[0] == '\0')
			find_compiler(at, size, line);
	}
	return fails;
}

/* The package whose tests could not be built. */
static void find_package(char *at, size_t size, struct cgf_span said)
{
	struct cgf_span line, name;

	at[0] = '\0';
	while (cgf_span_line(&line, &said))
		if (line.size <= MESSAGE_BYTES_MAX && form_fits(&name, "FAIL\t% [build failed]", line)) {
			cgf_span_copy_word(at, size, name);
			return;
		}
}

/* "wrong answer: meter_read want=12 got=3": all that follows the name. */
static void copy_keys(char *keys, size_t size, struct cgf_span line)
{
	const char *want = memmem(line.start, line.size, " want=", strlen(" want="));

	if (want)
		cgf_span_copy(keys, size, from(line, (size_t)(want + 1 - line.start)));
}

/* ---- the verdict ---- */

/* The first message that is known. */
static bool find_cause(enum cause *cause, struct cgf_verdict *out, unsigned phase, struct cgf_span said)
{
	struct cgf_span rest = said, line;

	while (cgf_span_line(&line, &rest)) {
		struct cgf_span before = {said.start, (size_t)(line.start - said.start)};

		if (!read_message(cause, out->at, sizeof(out->at), line, phase))
			continue;
		if (*cause == UNDEFINED && read_needed(out->at, sizeof(out->at), line, before))
			*cause = MISSING_LIBRARY;
		if (*cause == MISSING_LIBRARY && is_static_link(said))
			*cause = STATIC_LINK;
		if (*cause == WRONG_ANSWER)
			copy_keys(out->keys, sizeof(out->keys), line);
		return true;
	}
	out->at[0] = '\0';
	*cause = FAILING_COMPILER;
	return (phase & MAKE) && read_failing_compiler(out->at, sizeof(out->at), said);
}

bool cgf_report_build(struct cgf_verdict *out, struct cgf_span phase, struct cgf_span said)
{
	unsigned bit = phase_bit(phase);
	enum cause cause;

	if (!find_cause(&cause, out, bit, said)) {
		if (!(bit & MAKE))
			return false;
		strcpy(out->name, "build/unknown");
		cgf_span_copy(out->at, sizeof(out->at), phase);
		return true;
	}
	if (bit == TEST && (cause == MISSING_COMPILER || cause == FAILING_COMPILER)) {
		cause = NEEDS_COMPILER;
		find_package(out->at, sizeof(out->at), said);
	}
	if (out->at[0] == '\0')
		strcpy(out->at, "unknown");
	/* The same symbol may be missing for the linker: another finding, with another remedy. */
	if (cause == UNDEFINED_AT_START || cause == MISSING_AT_START)
		strcpy(out->keys, "by=loader");
	strcpy(out->name, causes[cause].name);
	snprintf(out->advice, sizeof(out->advice), "%s: %s%s%s", causes[cause].class_name,
	         causes[cause].before, out->at, causes[cause].after);
	return true;
}
