/*
 * collected.c: see collected.h.
 */
#include "collected.h"

#include "known.h"

static void add(struct cgf_collected *collected, const struct cgf_verdict *verdict, bool known)
{
	if (collected->count == CGF_COLLECTED_MAX)
		return;
	collected->verdicts[collected->count].verdict = *verdict;
	collected->verdicts[collected->count++].known = known;
}

enum cgf_collected_answer cgf_collected_ask(struct cgf_collected *collected,
                                            const struct cgf_verdict *verdict)
{
	for (size_t i = 0; i < collected->count; i++)
		if (cgf_verdict_same(&collected->verdicts[i].verdict, verdict))
			return collected->verdicts[i].known ? CGF_KNOWN : CGF_AGAIN;
	if (!collected->known || !cgf_corpus_has(collected->known, collected->programs, verdict))
		return CGF_NEW;
	add(collected, verdict, true);
	return CGF_KNOWN;
}

void cgf_collected_add(struct cgf_collected *collected, const struct cgf_verdict *verdict)
{
	add(collected, verdict, false);
}
