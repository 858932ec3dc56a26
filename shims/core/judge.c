/*
 * judge.c: what an op reported, against what C did.
 */
#include "judge.h"
#include "answers.h"
#include "report.h"

#include <stdio.h>
#include <string.h>

/* Writes "want=ENOSPC got=nil" into at least 80 bytes; -1 is an error without an errno. */
CGF_UNSEEN static void want_got(char *out, int want, int got)
{
	const char *want_name = want ? strerrorname_np(want) : "nil";
	const char *got_name = got < 0 ? "error" : got ? strerrorname_np(got) : "nil";
	snprintf(out, 80, "want=%s got=%s", want_name ? want_name : "unknown",
	         got_name ? got_name : "unknown");
}

CGF_UNSEEN void cgf_judge_result(struct cgf_caller *caller, const struct cgf_op_result *result)
{
	const char *op = cgf_core.words->ops[caller->work.op];
	char more[80];
	if (result->error != caller->failed && (caller->failed || result->error > 0)) {
		const struct cgf_function *at = caller->failed          ? caller->failed_function
		                                : caller->left_function ? caller->left_function
		                                                        : caller->last_function;
		want_got(more, caller->failed, result->error);
		cgf_found(caller->failed ? "errno/lost" : "errno/false", at ? at->name : op, more, 0);
	}
	if (result->question_bytes && cgf_answer_contradicts(caller->first_answer, result))
		cgf_found("result/mixed-up", caller->last_function ? caller->last_function->name : op, "", 0);
}
