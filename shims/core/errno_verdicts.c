/*
 * errno_verdicts.c: the verdicts about the errno that an op reports.
 */
#include "errno_verdicts.h"
#include "print.h"
#include "report.h"

#include <string.h>

enum { WANT_GOT_BYTES = 96 };

CGF_UNSEEN static const char *errno_name(int number)
{
	const char *name = number ? strerrorname_np(number) : "nil";
	return name ? name : "unknown";
}

/* "want=ENOSPC got=nil call=7". The supervisor takes the call's number and
 * finds its Go line. */
CGF_UNSEEN static void want_got(char *out, const char *want, int got, uint32_t id)
{
	char number[24];
	cgf_decimal(id, number);
	const char *const parts[] = {"want=", want, " got=", errno_name(got), " call=", number};
	for (unsigned i = 0; i < sizeof parts / sizeof *parts; i++) {
		for (const char *at = parts[i]; *at; at++)
			*out++ = *at;
	}
	*out = 0;
}

_Noreturn CGF_UNSEEN void cgf_errno_lost(const struct cgf_op_call *call, int reported)
{
	char more[WANT_GOT_BYTES];
	char code[24];
	cgf_decimal(call->failed, code);
	want_got(more, call->by_code ? code : errno_name(call->failed), reported, call->id);
	cgf_found(call->by_code ? "error/lost" : "errno/lost", call->function->name, more, 0);
}

CGF_UNSEEN void cgf_errno_judge_false(const struct cgf_op_calls *op, int reported)
{
	char more[WANT_GOT_BYTES];
	for (unsigned i = 0; i < op->count; i++) {
		if (op->calls[i].failed == reported)
			return; /* made for the op by a goroutine, and the report is true */
	}
	for (unsigned i = op->count; reported > 0 && i-- > 0;) {
		const struct cgf_op_call *call = &op->calls[i];
		if (call->left == reported) {
			want_got(more, errno_name(0), reported, call->id);
			cgf_found("errno/false", call->function->name, more, 0);
		}
	}
}
