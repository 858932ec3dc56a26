/*
 * collected.c: see collected.h.
 */
#include "collected.h"

#include "known.h"

enum cgf_collected_answer cgf_collected_ask(const struct cgf_collected *collected,
                                            const struct cgf_verdict *verdict)
{
	for (size_t i = 0; i < collected->count; i++)
		if (cgf_verdict_same(&collected->verdicts[i], verdict))
			return CGF_AGAIN;
	return collected->known && cgf_corpus_has(collected->known, collected->programs, verdict) ? CGF_KNOWN
	                                                                                          : CGF_NEW;
}

void cgf_collected_add(struct cgf_collected *collected, const struct cgf_verdict *verdict)
{
	if (collected->count < CGF_COLLECTED_MAX)
		collected->verdicts[collected->count++] = *verdict;
}
