/* stats_file.h: the statistics file of the process. */
#ifndef CGF_STATS_FILE_H
#define CGF_STATS_FILE_H

#include "cgf_stats.h"

/* Maps the file that CGF_STATS names, or memory where it names none, and writes the words' names. */
struct cgf_stats *cgf_stats_begin(const struct cgf_vocabulary *words);

#endif
