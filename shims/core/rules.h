/* rules.h: how a broken rule of the contract is reported. */
#ifndef CGF_RULES_H
#define CGF_RULES_H

#include "callers.h"

/* "object=KIND" into CGF_NAME_BYTES_MAX bytes. */
void cgf_object_word(char *out, const char *kind);
/* Ends the run with the verdict at the call's function. kind: of the object that it is about, or NULL. */
_Noreturn void cgf_broken_rule(const struct cgf_call *call, const char *verdict, const char *kind);

#endif
