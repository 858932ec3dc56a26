/* answers.h: what the library answered to what it was asked. */
#ifndef CGF_ANSWERS_H
#define CGF_ANSWERS_H

#include "cgf_ledger.h"
#include "cgf_run.h"

/* How many answers have been given in this run. */
uint32_t cgf_answer_count(void);
/* Does a result contradict the answers to its question since `first`? */
bool cgf_answer_contradicts(uint32_t first, const struct cgf_op_result *result);
void cgf_answers_reset(void);

#endif
