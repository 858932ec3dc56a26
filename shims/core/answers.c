/*
 * answers.c: what the library answered to what it was asked.
 */
#include "answers.h"
#include "callers.h"
#include "digest.h"

struct answer {
	uint64_t question, answer;
};

static struct answer answers[CGF_ANSWERS_MAX];
static uint32_t answer_count;

CGF_UNSEEN void cgf_answer(struct cgf_call *call, const void *question, size_t question_bytes,
                           const void *answer, size_t answer_bytes)
{
	if (!call->caller)
		return;
	cgf_lock(&cgf_core.lock);
	struct answer *at = &answers[answer_count++ % CGF_ANSWERS_MAX];
	at->question = cgf_digest_of(question, question_bytes);
	at->answer = cgf_digest_of(answer, answer_bytes);
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN uint32_t cgf_answer_count(void)
{
	return answer_count;
}

CGF_UNSEEN bool cgf_answer_contradicts(uint32_t first, const struct cgf_op_result *result)
{
	uint64_t question = cgf_digest_of(result->question, result->question_bytes);
	uint64_t answer = cgf_digest_of(result->answer, result->answer_bytes);
	bool asked = false;
	if (answer_count - first > CGF_ANSWERS_MAX)
		first = answer_count - CGF_ANSWERS_MAX;
	for (uint32_t i = first; i != answer_count; i++) {
		const struct answer *at = &answers[i % CGF_ANSWERS_MAX];
		if (at->question != question)
			continue;
		asked = true;
		if (at->answer == answer)
			return false;
	}
	return asked;
}

CGF_UNSEEN void cgf_answers_reset(void)
{
	answer_count = 0;
}
