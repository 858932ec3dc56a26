/*
 * verdict.h: from whatever ended a run to KIND/DETAIL at=FUNCTION, and the one line in which a verdict is
 * told.
 *
 * A child's captured stderr and its wait status go in. What the core said about the run in lines of its own
 * ("cgofault: found ...") counts before everything else; then comes the first report in the text, a
 * sanitizer's or the Go runtime's; then the signal or exit code. Of a build ("cgofault: phase build" and
 * "phase test" in the text), what its tools say about their failure counts instead of reports, and in "phase
 * run" after them; the last such line alone. Nothing here allocates, and any bytes are valid input.
 */
#ifndef CGF_VERDICT_H
#define CGF_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

enum cgf_exit_code {
	CGF_EXIT_NOTHING = 0,
	CGF_EXIT_USAGE = 2,
	CGF_EXIT_HARNESS = 3,
	CGF_EXIT_FOUND = 77,
	CGF_EXIT_INTERRUPTED = 130
};

enum { CGF_VERDICT_WORD_BYTES_MAX = 128, CGF_VERDICT_LINE_BYTES_MAX = 1024 };

/* Strings that are not known are empty. */
struct cgf_verdict {
	char name[CGF_VERDICT_WORD_BYTES_MAX]; /* "asan/use-after-poison", "none", "usage", "harness/timeout"
	                                        */
	char at[CGF_VERDICT_WORD_BYTES_MAX];   /* function: empty for none, usage and harness */
	char keys[256];                        /* what else belongs to the verdict: "want=ENOSPC got=nil" */
	char call[16]; /* number of the C call that the verdict is about, where the core did not print its Go
	                  line */
	char go[512];  /* the Go line inside the C call: "targets.readLater targets/x.go:31" */
	char class_name[64], variant[64], build[64];
	char plan[16], trace[16]; /* digests, eight hexadecimal digits */
	char advice[256];         /* of a failed build: "CLASS: what is missing; what to do" */
};

/* Fills `out` from a run's stderr and its status as waitpid gave it. */
void cgf_verdict_parse(struct cgf_verdict *out, const char *text, size_t size, int wait_status);
/* The exit code that tells this verdict. */
enum cgf_exit_code cgf_verdict_exit_code(const struct cgf_verdict *verdict);
/* Writes the last line of a run, without a newline, ended by NUL and cut to `size`. */
void cgf_verdict_write(char *out, size_t size, const struct cgf_verdict *verdict);
/* Reads such a line, or a plan header's "asan/leak at=x": false when it is neither. Fields it lacks are
 * empty. */
bool cgf_verdict_read(struct cgf_verdict *out, const char *line);
/* Same kind, place and keys: what confirming and minimising compare. */
bool cgf_verdict_same(const struct cgf_verdict *a, const struct cgf_verdict *b);

#endif
