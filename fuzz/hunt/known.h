/*
 * known.h: which verdicts a folder has plans of.
 */
#ifndef CGF_KNOWN_H
#define CGF_KNOWN_H

#include "plans/programs.h"
#include "verdict.h"

/*
 * Does CORPUS/CLASS/repros, or CORPUS/CLASS as in a folder of findings, hold a plan with this verdict? A plan
 * may have one in each build, and its header names that of one: where no header has it, the plans are
 * replayed in the verdict's build.
 */
bool cgf_corpus_has(const char *corpus, const struct cgf_programs *programs,
                    const struct cgf_verdict *verdict);

#endif
