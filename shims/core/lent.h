/* lent.h: results that the library lends to the program. */
#ifndef CGF_LENT_H
#define CGF_LENT_H

#include "callers.h"
#include "cgf_ledger.h"

/* Results whose life ends with the next call of the function end. The lock is held. */
void cgf_lent_call_begins(const struct cgf_caller *caller, const struct cgf_function *function);
/* What was lent until the object ends is spoilt. The lock is held. */
void cgf_lent_object_ended(const char *kind, const void *object);
void cgf_lent_reset(void);

#endif
