/*
 * judge.h: what the end of one run of a test means.
 *
 * In this order: what the code inside the test program found itself, a run that did not end, a sanitizer's
 * report or one of Go's runtime, and then the package's own test, which fails where it does not without the
 * fault.
 */
#ifndef CGF_OWN_JUDGE_H
#define CGF_OWN_JUDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "fault.h"
#include "verdict.h"

/* What the test program said about its test. */
enum cgf_own_result {
	CGF_OWN_PASSED,
	CGF_OWN_SKIPPED,
	CGF_OWN_FAILED,
	CGF_OWN_UNSAID, /* it ended without a word on it */
};

struct cgf_own_verdict {
	struct cgf_verdict verdict; /* `at`: the C function; `go`: "FUNCTION FILE:LINE" of the report */
	enum cgf_own_result result;
	uint64_t pc;       /* of the Go code that made the call `at`, 0: not known */
	unsigned argument; /* of that call, from 1: what the finding is about; 0: not known */
	char by[CGF_OWN_FUNCTION_BYTES_MAX]; /* the C function that did it, by which a call of it */
	uint64_t by_pc;
	char said[256]; /* the last words of the test on its failure: "data_test.go:45: EAGAIN"; of C that
	                   aborts */
};

struct cgf_own_end {
	const char *text; /* what it wrote, ended by NUL */
	size_t size;
	int wait_status;
	bool timed_out;
	const char *test;
	const struct cgf_own_fault *fault; /* the first that the run was to suffer, or NULL */
};

void cgf_own_judge(struct cgf_own_verdict *out, const struct cgf_own_end *end);
/* Is it one that needs no fault: a report of a sanitizer or of Go's checks of pointers, or a crash? Nothing
 * that a machine lacks excuses one. */
bool cgf_own_is_report(const struct cgf_own_verdict *verdict);

#endif
