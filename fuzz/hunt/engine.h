/*
 * engine.h: one run of an engine on one target, up to its first claim, its time or its number of executions;
 * for libFuzzer, whose processes are started from here, up to the end of one process.
 */
#ifndef CGF_ENGINE_RUN_H
#define CGF_ENGINE_RUN_H

#include <stdint.h>

#include "plans/target.h"
#include "stats.h"
#include "verdict.h"

enum { CGF_SHORT_PROCESSES = 10 }; /* how many of a hunt begin with a site each, see add_opening */

struct cgf_engine_job {
	const struct cgf_programs *programs;
	const struct cgf_target *target;
	const char *engine;      /* "libfuzzer" or "afl" */
	const char *folder;      /* the engine's to fill; has a folder `seeds` with at least one file */
	struct cgf_stats *stats; /* mapped from FOLDER/stats */
	int64_t time_ms;         /* by the clock, its start included */
	long runs;               /* executions at most, 0: no limit */
	long process_runs;       /* after so many executions a fresh process takes over */
	long seed;
	unsigned number; /* of this run within the folder */
	unsigned corpus; /* libFuzzer keeps what it finds in FOLDER/corpus-N */
	bool without_seeds;
	bool (*tick)(void *data); /* several times a second; false: stop */
	void *tick_data;
};

/* What an engine claims to have found: an input during which the program died. */
struct cgf_claim {
	size_t size;                /* 0: none */
	int64_t after_ms;           /* since the engine was started */
	uint64_t executions;        /* of this run */
	bool worn;                  /* no claim: a process of libFuzzer has made room for a fresh one */
	bool early;                 /* it was worn before it had executed all inputs that it began with */
	bool killed;                /* the engine was ended by SIGKILL, and not from here */
	struct cgf_verdict verdict; /* what the engine's process said; places may be unknown */
	uint8_t bytes[CGF_INPUT_BYTES_MAX];
};

/*
 * 0 where there is a claim or the engine has run what it was asked to: until its time or its executions were
 * over. Otherwise an exit code after one line on stderr, or -EINTR when tick or the user wanted an end.
 */
int cgf_engine_run(struct cgf_claim *claim, const struct cgf_engine_job *job);

#endif
