/*
 * hunt_folder.h: the temporary folder of a hunt: inputs to start from, the file of counts, and what the
 * engine adds.
 */
#ifndef CGF_HUNT_FOLDER_H
#define CGF_HUNT_FOLDER_H

#include "plans/target.h"
#include "stats.h"

struct cgf_hunt_folder {
	char path[CGF_PATH_BYTES_MAX];
	struct cgf_stats *stats;
};

/* Seeds: a folder of plans, or NULL. 0, an exit code after one line, -EINTR or -ETIME; to be removed in any
 * case. */
int cgf_hunt_folder_make(struct cgf_hunt_folder *out, const struct cgf_programs *programs,
                         const struct cgf_target *target, const char *seeds);
void cgf_hunt_folder_remove(struct cgf_hunt_folder *folder);

#endif
