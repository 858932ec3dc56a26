/* faults.h: which faults a call suffers. */
#ifndef CGF_FAULTS_H
#define CGF_FAULTS_H

#include "callers.h"

/* Does the name start with this word, followed by `separator`? Returns what follows, or NULL. */
const char *cgf_after_word(const char *name, const char *word, char separator);
/* Counts that the call reached the site, and says whether the fault there happens now. Takes the lock. */
const struct cgf_site *cgf_fault_reached(struct cgf_call *call, enum cgf_site_kind kind, const char *name);
bool cgf_fault_unspent(const struct cgf_caller *owner, const struct cgf_function *function);
void cgf_faults_arm(struct cgf_caller *caller, const struct cgf_step *step);

#endif
