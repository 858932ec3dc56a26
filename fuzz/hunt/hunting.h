/*
 * hunting.h: a hunt that is under way.
 */
#ifndef CGF_HUNTING_H
#define CGF_HUNTING_H

#include "collected.h"
#include "hunt.h"
#include "hunt_folder.h"

struct cgf_hunting {
	const struct cgf_hunt_request *request;
	struct cgf_hunt *out;
	struct cgf_hunt_folder folder;
	int64_t end_ms;
	unsigned corpus; /* libFuzzer's, see engine.h */
	bool without_seeds, worn_early;
	int64_t run_start_ms;
	int64_t before_ms; /* what earlier runs of the engine took */
	uint64_t before_executions;
	char failure[CGF_VERDICT_WORD_BYTES_MAX]; /* of the first claim whose replay failed */
	unsigned in_a_row; /* claims that were not confirmed, with no whole process between them */
	struct cgf_collected *collected;
	struct cgf_pending *pending; /* the claim that is judged now */
};

/* Judges the claim in `pending`. 0, an exit code after one line, -EINTR, or -ETIME. */
int cgf_hunting_judge(struct cgf_hunting *hunting);
/* The same for what earlier hunts were killed over. */
int cgf_hunting_take_up(struct cgf_hunting *hunting);
/* Does it look for more? */
bool cgf_hunting_goes_on(const struct cgf_hunting *hunting);

#endif
