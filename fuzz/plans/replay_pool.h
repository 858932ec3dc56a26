/*
 * replay_pool.h: replays many plans, as many at once as there are cores.
 */
#ifndef CGF_REPLAY_POOL_H
#define CGF_REPLAY_POOL_H

#include <stdint.h>

#include "target.h"
#include "verdict.h"

struct cgf_replay_pool {
	const struct cgf_programs *programs;
	const struct cgf_target *target;
	size_t count; /* of plans */
	/* Writes the text of plan `index`, ended by NUL; called in a process of its own. */
	void (*plan)(char *out, size_t size, size_t index, const void *data);
	/* Called as each replay ends, in no order; `code` as cgf_replay_once returns it. */
	void (*done)(size_t index, const struct cgf_verdict *verdict, int code, void *data);
	void *data;
	int64_t end_ms; /* by cgf_now_ms: no replay begins later, and at cgf_time_end_ms all are ended */
};

/* 0 when all that began have ended, an exit code after one line on stderr, or -EINTR. */
int cgf_replay_pool_run(const struct cgf_replay_pool *pool);

#endif
