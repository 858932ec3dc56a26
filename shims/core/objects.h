/* objects.h: the library's objects. */
#ifndef CGF_OBJECTS_H
#define CGF_OBJECTS_H

#include "callers.h"
#include "cgf_ledger.h"

/* What the call used is free again. The lock is held. */
void cgf_objects_call_ended(uint32_t id);
void cgf_objects_reset(void);

#endif
