/* allocations.h: memory from malloc that the callers have not freed; cgf_run.h has the rest. */
#ifndef CGF_ALLOCATIONS_H
#define CGF_ALLOCATIONS_H

#include "cgf_run.h"

void cgf_allocations_start(void);
/* Counts mallocs between this and the end of the run, where a sanitizer tells of them. */
void cgf_malloc_count_reset(void);

#endif
