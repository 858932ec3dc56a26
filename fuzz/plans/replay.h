/*
 * replay.h: runs a plan in a fresh process and reads its verdict.
 */
#ifndef CGF_REPLAY_ONCE_H
#define CGF_REPLAY_ONCE_H

#include "target.h"
#include "verdict.h"

/* How many fresh processes have to agree before a claim is a finding. */
enum { CGF_CONFIRMATIONS = 5 };

/* Runs the plan in `file` once, silently. 0 with the verdict, which may be one of the harness; or an exit
 * code after one line on stderr. -EINTR when the user wants an end, -ETIME at cgf_time_end_ms. */
int cgf_replay_once(struct cgf_verdict *out, const struct cgf_programs *programs,
                    const struct cgf_target *target, const char *file);
/* Runs it `times` times. 0 and `agreed` when all agree on kind, place and keys and it is a finding.
 */
int cgf_replay_confirm(bool *agreed, struct cgf_verdict *out, const struct cgf_programs *programs,
                       const struct cgf_target *target, const char *file, int times);
/* The same for a plan of which one run had the verdict `first` already: `times` more. */
int cgf_replay_agree(bool *agreed, const struct cgf_verdict *first, const struct cgf_programs *programs,
                     const struct cgf_target *target, const char *file, int times);
/*
 * What the replay program prints for "--show" or "--pack" of a plan that the target can read, as a static
 * buffer that the next call overwrites, with its size; NULL after one line on stderr, and `code` is the exit
 * code.
 */
const char *cgf_replay_print(size_t *size, int *code, const char *how, const struct cgf_programs *programs,
                             const struct cgf_target *target, const char *file);
/* The same for several files, ended by NULL; without a line on stderr where the exit code is CGF_EXIT_USAGE.
 */
const char *cgf_replay_print_all(size_t *size, int *code, const char *how,
                                 const struct cgf_programs *programs, const struct cgf_target *target,
                                 const char *const *files);
/* What a run of the plan writes to stderr, likewise. */
const char *cgf_replay_log(size_t *size, int *code, const struct cgf_programs *programs,
                           const struct cgf_target *target, const char *file);
/* The replay program's command line for a plan, ended by NULL; the strings are borrowed. `how` may be NULL.
 */
enum { CGF_REPLAY_ARGUMENTS_MAX = 10 };
void cgf_replay_arguments(char **out, char *path, const char *how, const struct cgf_target *target,
                          const char *file);

#endif
