/*
 * history.h: what ran before a claim's input in the process of the engine. Package state, the environment,
 * descriptors: earlier runs may have left what a claim needs, or what alone makes it.
 */
#ifndef CGF_HISTORY_H
#define CGF_HISTORY_H

#include "pending.h"

/*
 * Writes the claim as text to `file`, after as many of the inputs before it as the text has room for: all are
 * runs of one process, see fuzz/replay/parts.h. `folder` is for what is temporary. 0 with their number in
 * `before`, an exit code after one line on stderr, -EINTR or -ETIME.
 */
int cgf_history_write(size_t *before, const char *file, const char *folder,
                      const struct cgf_programs *programs, const struct cgf_claim_record *record);

#endif
