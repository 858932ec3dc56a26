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

/* "KIND/" and a message as words with dashes between: up to a digit or a bracket, at most six words. */
void cgf_name_from_message(char *out, size_t size, const char *kind, struct cgf_span message);
/* A function's name as verdicts give it: no import path, nothing that compilers number (closures, clones). */
void cgf_function_name(char *out, size_t size, struct cgf_span symbol);
/* The C function behind cgo's own wrapper symbol; false when the symbol is no such wrapper. */
bool cgf_function_behind_cgo(char *out, size_t size, struct cgf_span symbol);

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
