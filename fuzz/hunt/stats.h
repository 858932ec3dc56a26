/*
 * stats.h: the counts that fuzzing processes leave in a file, and the input that was running.
 */
#ifndef CGF_STATS_FILE_H
#define CGF_STATS_FILE_H

#include "cgf_stats.h"

/* Makes a file of zeros and maps it; NULL with errno set. It is the caller's to unmap. */
struct cgf_stats *cgf_stats_make(const char *path);
void cgf_stats_unmap(struct cgf_stats *stats);
/* All faults that fired. */
uint64_t cgf_stats_fired(const struct cgf_stats *stats);

#endif
