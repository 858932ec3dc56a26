/*
 * parts.h: a plan's text may hold several plans, one run after the other in the same process.
 *
 *	call A open
 *	then 7
 *	call A close
 *
 * A line `then` ends a run and begins the next one; a number behind it is the next run's seed. The last run
 *is the one that the header's verdict is about: what the runs before it leave in the process is what it
 *needs.
 */
#ifndef CGF_PARTS_H
#define CGF_PARTS_H

#include "cgf_control.h"

/* How many plans there are: one more than lines `then`. */
size_t cgf_parts_count(const char *text);
/* Reads plan number `part`, from 0. 0, or -EINVAL with one line in `why`: as cgf_plan_read. */
int cgf_part_read(struct cgf_plan *out, const char *text, size_t part, const struct cgf_vocabulary *words,
                  char *why, size_t why_size);
/* Appends a plan that runs after those in `text`. The new length, or -ENOSPC. */
int cgf_part_append(char *text, size_t size, const struct cgf_plan *plan, const struct cgf_vocabulary *words);

#endif
