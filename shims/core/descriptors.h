/* descriptors.h: which descriptors are open, and who made those that are new; cgf_run.h has the rest. */
#ifndef CGF_DESCRIPTORS_H
#define CGF_DESCRIPTORS_H

#include "callers.h"

/* While they are watched: those that are new were made by this caller, in this function of the library's, or
 * in Go (NULL). On the caller's own thread; the lock is free. */
void cgf_descriptors_note(const struct cgf_caller *caller, const struct cgf_function *function);

#endif
