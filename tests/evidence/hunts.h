/*
 * hunts.h: plans that libFuzzer makes of one op, run until enough have run or one finds something.
 */
#ifndef HUNTS_H
#define HUNTS_H

#include "programs.h"

enum { HUNT_CONFIRMATIONS = 3 };

struct hunt {
	uint64_t executions;
	int64_t ms;
	struct cgf_verdict verdict; /* "none", "harness/timeout" */
	struct cgf_stats stats;     /* of the last process: the input that was running */
};

/* Runs plans in one process after the other, from *seed on. Exits with a line where the engine runs nothing.
 */
void hunt_run(struct hunt *out, const struct test_target *target, unsigned *seed, uint64_t wanted);

/* Replays the input of a finding in fresh processes, prints what comes of that, and the plan as text. Keeps
 * the input in the folder `keep`, if not NULL. Returns how many processes agree with it. */
unsigned hunt_confirm(const struct hunt *found, const struct test_target *target, const char *keep);

#endif
