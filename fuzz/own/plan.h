/*
 * plan.h: a finding in somebody's own package as text.
 *
 *	cgofault plan 1
 *	package: import/path
 *	test: TestX
 *	verdict: contract/freed-in-use at=gpgme_op_verify
 *	state: known
 *
 *	gc@gpgme_op_verify.entry#1
 *
 * Besides these keys `tags:`, `with:` and `build:`, as they were given to `cgofault test`. Lines that begin
 *with # are comments, and stay. No fault at all: the test needs none.
 */
#ifndef CGF_OWN_PLAN_H
#define CGF_OWN_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "build.h"
#include "fault.h"

enum {
	CGF_OWN_PLAN_FAULTS_MAX = 256,
	CGF_OWN_WORD_BYTES_MAX = 512,
	CGF_OWN_COMMENT_BYTES_MAX = 8192,
	CGF_OWN_PLAN_BYTES_MAX = 131072
};

enum cgf_own_state {
	CGF_OWN_KNOWN, /* the bug is there, and expected */
	CGF_OWN_FIXED  /* it must not come back */
};

struct cgf_own_plan {
	char package[CGF_OWN_WORD_BYTES_MAX], test[CGF_OWN_WORD_BYTES_MAX];
	char verdict[CGF_OWN_WORD_BYTES_MAX], tags[CGF_OWN_WORD_BYTES_MAX];
	char with[CGF_OWN_WORD_BYTES_MAX];       /* patterns with blanks between */
	char comment[CGF_OWN_COMMENT_BYTES_MAX]; /* lines without #; those that have no room are lost */
	enum cgf_own_sanitizer sanitizer;
	enum cgf_own_state state;
	size_t fault_count;
	struct cgf_own_fault faults[CGF_OWN_PLAN_FAULTS_MAX];
};

/* Is a plan's text one of this kind, and not one of a class? */
bool cgf_own_plan_is(const char *text);
/* 0, or -EINVAL with one line in `why`. */
int cgf_own_plan_read(struct cgf_own_plan *out, const char *text, char *why, size_t why_size);
/* Adds a line to the comment, unless it has it, or no room for it. */
void cgf_own_plan_comment(struct cgf_own_plan *plan, const char *line);
/* Writes it, ended by NUL, with the comment above the faults. The length, or -ENOSPC. */
int cgf_own_plan_write(char *out, size_t size, const struct cgf_own_plan *plan);

#endif
