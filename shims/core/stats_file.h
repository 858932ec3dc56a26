/* stats_file.h: the statistics file of the process. */
#ifndef CGF_STATS_FILE_H
#define CGF_STATS_FILE_H

#include "cgf_stats.h"

/* Maps the file that CGF_STATS names, or memory where it names none, and writes the words' names. */
struct cgf_stats *cgf_stats_begin(const struct cgf_vocabulary *words);

/* A run has ended with the trace that the statistics hold. */
void cgf_stats_note_trace(struct cgf_stats *stats);

#endif
