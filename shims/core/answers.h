/* answers.h: what the library answered to what it was asked. */
#ifndef CGF_ANSWERS_H
#define CGF_ANSWERS_H

#include "callers.h"
#include "cgf_ledger.h"

/* Digests of what an op has asked, and of the answer that it reports. */
struct cgf_asked {
	bool anything;
	uint64_t question, answer;
};
struct cgf_asked cgf_asked(const struct cgf_op_result *result);

/* An answer that the library gave. */
struct cgf_answer {
	uint64_t question, answer;
	const struct cgf_function *function;
	uint32_t call_id;
	unsigned caller; /* its number */
};

/* How many answers have been given in this run. */
uint32_t cgf_answer_count(void);
/* NULL where what an op of the caller reports is what the library answered to its question since `first`, or
 * the library was not asked this. Otherwise the last answer to that question: of the caller itself if it has
 * one, or of a goroutine that the program started. */
const struct cgf_answer *cgf_answer_contradicted(uint32_t first, const struct cgf_caller *caller,
                                                 const struct cgf_asked *asked);
/* Has the library given that answer at all in this run? */
bool cgf_answer_is_known(const struct cgf_asked *asked);
/* Did that call answer so? */
bool cgf_answered(uint32_t call_id, const struct cgf_asked *asked);
void cgf_answers_reset(void);

#endif
