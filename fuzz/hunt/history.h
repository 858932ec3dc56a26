/*
 * history.h: what ran before a claim's input in the process of the engine. Package state, the environment,
 * descriptors: earlier runs may have left what a claim needs, or what alone makes it.
 */
#ifndef CGF_HISTORY_H
#define CGF_HISTORY_H

#include "engine.h"
#include "plans/plan_lines.h"

/*
 * Writes the claim as text to `file`, after as many of the inputs before it as the text has room for: all are
 * runs of one process, see fuzz/replay/parts.h. 0 with their number in `before`, or an exit code after one
 * line on stderr.
 */
int cgf_history_write(size_t *before, const char *file, const struct cgf_engine_job *job,
                      const struct cgf_claim *claim);

#endif
