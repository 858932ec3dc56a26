/*
 * answers.c: what the library answered to what it was asked.
 */
#include "answers.h"
#include "digest.h"

static struct cgf_answer answers[CGF_ANSWERS_MAX];
static uint32_t answer_count;

CGF_UNSEEN void cgf_answer(struct cgf_call *call, const void *question, size_t question_bytes,
                           const void *answer, size_t answer_bytes)
{
	if (!cgf_caller_in(call))
		return;
	cgf_lock(&cgf_core.lock);
	struct cgf_answer *at = &answers[answer_count++ % CGF_ANSWERS_MAX];
	at->question = cgf_digest_of(question, question_bytes);
	at->answer = cgf_digest_of(answer, answer_bytes);
	at->function = call->function;
	at->call_id = call->id;
	at->caller = call->caller->number;
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN uint32_t cgf_answer_count(void)
{
	return answer_count;
}

CGF_UNSEEN struct cgf_asked cgf_asked(const struct cgf_op_result *result)
{
	return (struct cgf_asked){.anything = result->question_bytes > 0,
	                          .question = cgf_digest_of(result->question, result->question_bytes),
	                          .answer = cgf_digest_of(result->answer, result->answer_bytes)};
}

/* The number of the oldest answer since `first` that is not overwritten. */
CGF_UNSEEN static uint32_t oldest_since(uint32_t first)
{
	return answer_count - first > CGF_ANSWERS_MAX ? answer_count - CGF_ANSWERS_MAX : first;
}

/* Whose answer counts more: the caller's own, a goroutine's of the program, another caller's. */
CGF_UNSEEN static unsigned nearness(const struct cgf_answer *answer, const struct cgf_caller *caller)
{
	return answer->caller == caller->number ? 2 : answer->caller >= CGF_PLAN_CALLERS;
}

CGF_UNSEEN const struct cgf_answer *cgf_answer_contradicted(uint32_t first, const struct cgf_caller *caller,
                                                            const struct cgf_asked *asked)
{
	const struct cgf_answer *last = NULL;
	for (uint32_t i = oldest_since(first); asked->anything && i != answer_count; i++) {
		const struct cgf_answer *at = &answers[i % CGF_ANSWERS_MAX];
		if (at->question != asked->question)
			continue;
		if (at->answer == asked->answer)
			return NULL;
		if (!last || nearness(at, caller) >= nearness(last, caller))
			last = at;
	}
	return last;
}

CGF_UNSEEN bool cgf_answer_is_known(const struct cgf_asked *asked)
{
	for (uint32_t i = oldest_since(0); i != answer_count; i++) {
		if (answers[i % CGF_ANSWERS_MAX].answer == asked->answer)
			return true;
	}
	return false;
}

CGF_UNSEEN bool cgf_answered(uint32_t call_id, const struct cgf_asked *asked)
{
	for (uint32_t i = oldest_since(0); asked->anything && i != answer_count; i++) {
		const struct cgf_answer *at = &answers[i % CGF_ANSWERS_MAX];
		if (at->call_id == call_id && at->question == asked->question && at->answer == asked->answer)
			return true;
	}
	return false;
}

CGF_UNSEEN void cgf_answers_reset(void)
{
	answer_count = 0;
}
