/*
 * hunt.h: fuzzes one target until a finding is confirmed, or until the time or the executions are used up.
 */
#ifndef CGF_HUNT_H
#define CGF_HUNT_H

#include "plans/target.h"
#include "stats.h"
#include "verdict.h"

/* Each process of an engine begins afresh: HACKING.md, "Fresh processes", says what that costs. */
enum { CGF_PROCESS_RUNS = 1000 };

struct cgf_hunt_request {
	const struct cgf_programs *programs;
	const struct cgf_target *target;
	const char *engine;
	const char *seeds; /* a folder of plans to start from, or NULL: one input of a single zero byte */
	/* Findings go to OUTPUT/CLASS, unconfirmed claims to OUTPUT/unconfirmed. NULL: nothing is kept, and
	 * one fresh process that sees it too is enough: for canaries. */
	const char *output;
	long seconds;
	long runs;         /* 0: no limit */
	long process_runs; /* executions of one process of the engine; 0: CGF_PROCESS_RUNS */
	long seed;
	/* Several times a second, with the counts so far; may be NULL. */
	void (*progress)(const struct cgf_stats *stats, int64_t elapsed_ms, void *data);
	void *progress_data;
};

struct cgf_hunt {
	struct cgf_stats stats; /* a copy, as it was in the end */
	int64_t elapsed_ms;     /* of fuzzing, without confirming */
	unsigned claims, unconfirmed;
	bool found;
	int64_t found_ms; /* until the engine had the confirmed claim */
	uint64_t found_executions;
	struct cgf_verdict verdict; /* of the finding */
	size_t runs_before;         /* the finding needs these runs before it, in the same process */
	char file[CGF_PATH_BYTES_MAX];
	char unconfirmed_folder[CGF_PATH_BYTES_MAX];
};

/* 0, an exit code after one line on stderr, or -EINTR; `out` is valid in any case. */
int cgf_hunt(struct cgf_hunt *out, const struct cgf_hunt_request *request);

#endif
