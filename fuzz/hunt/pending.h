/*
 * pending.h: claims that are being confirmed, on disk, so that a hunt that is killed loses none: the next one
 * takes them up. Each is a file whose lock its hunt holds, so that two hunts do not take each other's.
 */
#ifndef CGF_PENDING_H
#define CGF_PENDING_H

#include "engine.h"

/* All there is to know of a claim. */
struct cgf_claim_record {
	uint64_t format; /* of this very struct */
	struct cgf_target target;
	char engine[16];
	struct cgf_claim claim;
	struct cgf_process_inputs process; /* what its process had run; inputs is 0 where that is not known */
};

struct cgf_pending {
	char path[2 * CGF_PATH_BYTES_MAX]; /* empty: it is in memory alone */
	int lock;
	struct cgf_claim_record record;
};

/* What an engine claims, as a record. */
void cgf_claim_record_make(struct cgf_claim_record *out, const struct cgf_engine_job *job,
                           const struct cgf_claim *claim);
/* Writes the record to the folder, making it. Where that fails one line on stderr says so: a hunt can go on.
 */
void cgf_pending_keep(struct cgf_pending *pending, const char *folder);
/* The next claim of this target in the folder that nobody is confirming; NULL: of any. False when there is
 * none. */
bool cgf_pending_take(struct cgf_pending *out, const char *folder, const struct cgf_target *target);
/* It is judged, or left to the next hunt. */
void cgf_pending_end(struct cgf_pending *pending, bool judged);

#endif
