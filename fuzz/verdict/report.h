/*
 * report.h: what the files of the parser share: lines, frames and function names. Private to fuzz/verdict.
 */
#ifndef CGF_REPORT_H
#define CGF_REPORT_H

#include "verdict.h"

/* Some bytes of the text; not ended by NUL. */
struct cgf_span {
	const char *start;
	size_t size;
};

/* Takes the next line, without its newline, off the front of `rest`. */
bool cgf_span_line(struct cgf_span *line, struct cgf_span *rest);
bool cgf_span_starts(struct cgf_span span, const char *prefix);
/* As cgf_span_starts, and takes the prefix off. */
bool cgf_span_skip(struct cgf_span *span, const char *prefix);
bool cgf_span_contains(struct cgf_span span, const char *part);
/* The bytes up to, and without, the first of `stops`. */
struct cgf_span cgf_span_until(struct cgf_span span, const char *stops);
/* Copies what fits, and replaces bytes that would break a line of words. */
void cgf_span_copy(char *out, size_t size, struct cgf_span span);

/* The same, and blanks become underlines: the copy is one word of a line. */
void cgf_span_copy_word(char *out, size_t size, struct cgf_span span);

/* "KIND/" and a message as words with dashes between: up to a digit or a bracket, at most six words. */
void cgf_name_from_message(char *out, size_t size, const char *kind, struct cgf_span message);
/* A function's name as verdicts give it: no import path, nothing that compilers number (closures, clones). */
void cgf_function_name(char *out, size_t size, struct cgf_span symbol);
/* The name in a C++ declaration: no arguments, and nothing that stands before a name ("vtable for Gauge"). Of
 * a symbol with a version, what stands before it. Of a lambda, the function around it. */
struct cgf_span cgf_cxx_plain(struct cgf_span symbol);
/* That, as one word. */
void cgf_cxx_name(char *out, size_t size, struct cgf_span symbol);
/* The C function behind cgo's own wrapper symbol; false when the symbol is no such wrapper. */
bool cgf_function_behind_cgo(char *out, size_t size, struct cgf_span symbol);

/* A function of the C library that programs call: whoever called it is the one to name. */
bool cgf_is_libc_function(struct cgf_span symbol);
/* So is a function that cgo itself offers ("GoBytes"), or the C library under its name in C. */
bool cgf_is_cgo_helper(const char *name);
/* Is a Go function none of the program's: the runtime's, the standard library's, ours? `file` may be empty.
 */
bool cgf_go_is_library(struct cgf_span function, struct cgf_span file);
/* A closure of a function that was compiled into another one is named after both: "main.main.read.func1",
 * called by main.read, becomes main.read. */
void cgf_go_settle_closure(char *name, size_t size, struct cgf_span symbol, struct cgf_span caller);
/* "targets.readLater targets/x.go:31" from a function's name and where it is, unless `out` holds a line or
 * `where` names no file of Go. */
void cgf_go_line_write(char *out, size_t size, const char *name, struct cgf_span where);

/* NAME at=FUNCTION KEY=VALUE...: fills name, at and keys, and leaves out the words of every run. */
void cgf_verdict_read_finding(struct cgf_verdict *out, struct cgf_span words);
/* Those words: class, variant, build, plan, trace. Absent ones stay as they are. */
void cgf_verdict_read_run(struct cgf_verdict *out, struct cgf_span words);

/* Each looks at one line and, when a report begins there, fills name, at and perhaps go. `rest` is what
 * follows. */
bool cgf_report_sanitizer(struct cgf_verdict *out, struct cgf_span line, struct cgf_span rest);
bool cgf_report_go(struct cgf_verdict *out, struct cgf_span line, struct cgf_span rest);

/* Names why a phase failed ("build", "test", "run"), by what it printed: fills name, at, perhaps keys, and
 * advice. A build or test that failed for no reason that is known is build/unknown; false for such a run. */
bool cgf_report_build(struct cgf_verdict *out, struct cgf_span phase, struct cgf_span said);

#endif
