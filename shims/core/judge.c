/*
 * judge.c: what an op reported, against what C did.
 */
#include "judge.h"
#include "answers.h"
#include "losses.h"
#include "op_calls.h"
#include "print.h"
#include "report.h"

/* Writes "call=7": see losses.c. */
CGF_UNSEEN static void call_word(char *out, uint32_t id)
{
	static const char word[] = "call=";
	for (const char *at = word; *at; at++)
		*out++ = *at;
	cgf_decimal(id, out);
}

/* The call whose Go line tells most: the one that answered, or where a thread of the library's own did so,
 * without any Go under it, the last one of the op. */
CGF_UNSEEN static uint32_t call_to_blame(const struct cgf_caller *caller, const struct cgf_answer *answer)
{
	const struct cgf_op_calls *op = cgf_op_calls_of(caller);
	if (cgf_is_goroutine(&cgf_core.callers[answer->caller]))
		return answer->call_id;
	for (unsigned i = op->count; i-- > 0;) {
		if (op->calls[i].own)
			return op->calls[i].id;
	}
	return answer->call_id;
}

CGF_UNSEEN static void judge_answer(const struct cgf_caller *caller, const struct cgf_op_result *result)
{
	const struct cgf_asked asked = cgf_asked(result);
	const struct cgf_answer *answer = cgf_answer_contradicted(caller->first_answer, caller, &asked);
	char more[32];
	if (!answer)
		return;
	call_word(more, call_to_blame(caller, answer));
	cgf_found(cgf_answer_is_known(&asked) ? "result/mixed-up" : "result/wrong-answer",
	          answer->function->name, more, 0);
}

CGF_UNSEEN void cgf_judge_result(struct cgf_caller *caller, const struct cgf_op_result *result)
{
	if (cgf_core.repeat)
		return;
	if (cgf_core.second_run) {
		cgf_losses_compare(caller, result);
		return;
	}
	cgf_losses_judge(caller, result);
	judge_answer(caller, result);
}
