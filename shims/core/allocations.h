/* allocations.h: memory from malloc that was not freed; cgf_run.h has the rest. */
#ifndef CGF_ALLOCATIONS_H
#define CGF_ALLOCATIONS_H

#include "cgf_run.h"
#include "hidden.h"

void cgf_allocations_start(void);
/* Counts mallocs between this and the end of the run, where a sanitizer tells of them. */
void cgf_malloc_count_reset(void);
/* Which of the run's mallocs gave this block: a number that is the same in each replay. 0: none of them. */
uint32_t cgf_malloc_number(struct cgf_hidden block);

/* Numbers of mallocs, each smaller than the next. */
enum { CGF_MALLOCS_MAX = 8 };
struct cgf_mallocs {
	unsigned count;
	uint32_t numbers[CGF_MALLOCS_MAX];
};

#endif
