/*
 * replay.h: runs a plan in a fresh process and reads its verdict; and plans as text.
 */
#ifndef CGF_CLI_REPLAY_H
#define CGF_CLI_REPLAY_H

#include "programs.h"

/* How many fresh processes have to agree before a claim is a finding. */
enum { CGF_CONFIRMATIONS = 5 };

/* Runs the plan in `file` once, silently. 0 with the verdict, which may be one of the harness; or an exit
 * code after one line on stderr. -EINTR when the user wants an end. */
int cgf_replay_once(struct cgf_verdict *out, const struct cgf_programs *programs,
                    const struct cgf_target *target, const char *file);
/* Runs it CGF_CONFIRMATIONS times. 0 and `agreed` when all agree on kind, place and keys and it is a finding.
 */
int cgf_replay_confirm(bool *agreed, struct cgf_verdict *out, const struct cgf_programs *programs,
                       const struct cgf_target *target, const char *file);
/*
 * What the replay program prints for "--show" or "--pack" of a plan that the target can read, as a static
 * buffer that the next call overwrites, with its size; NULL after one line on stderr, and `code` is the exit
 * code.
 */
const char *cgf_replay_print(size_t *size, int *code, const char *how, const struct cgf_programs *programs,
                             const struct cgf_target *target, const char *file);
/*
 * Chooses the target for a stored plan: class, variant and build from its header, where the options say
 * nothing. `is_text` tells which form the file has. 0, or an exit code after one line.
 */
int cgf_target_for_file(struct cgf_target *out, bool *is_text, const struct cgf_programs *programs,
                        const char *file, const char *class_name, const char *variant, const char *build);

#endif
