/*
 * hunt.h: fuzzes one target until a finding is confirmed, or until the time or the executions are used up.
 */
#ifndef CGF_HUNT_H
#define CGF_HUNT_H

#include "pending.h"
#include "plans/target.h"
#include "stats.h"
#include "verdict.h"

/* Each process of an engine begins afresh: HACKING.md, "Fresh processes", says what that costs. The first
 * ones of libFuzzer are short: what only the first run of a process can find would otherwise wait for
 * minutes. */
enum { CGF_PROCESS_RUNS = 1000, CGF_SHORT_PROCESS_RUNS = 200 };

struct cgf_hunt;

struct cgf_hunt_request {
	const struct cgf_programs *programs;
	const struct cgf_target *target;
	const char *engine;
	const char *seeds; /* a folder of plans to start from, or NULL: one input of a single zero byte */
	/* Findings go to OUTPUT/CLASS, unconfirmed claims to OUTPUT/unconfirmed. NULL: nothing is kept, and
	 * one fresh process that sees it too is enough: for canaries. */
	const char *output;
	const char *pending; /* the folder of claims that are being confirmed, see pending.h; NULL: none */
	const char *known;   /* a corpus, or a folder of findings, whose verdicts are set aside; or NULL */
	bool keep_going;     /* after a finding, for others */
	long seconds;        /* by the clock, confirming included; a claim that comes late gets two more */
	long runs;           /* 0: no limit */
	long process_runs;   /* executions of one process of the engine; 0: those above */
	long seed;
	/* Several times a second, with the counts so far; may be NULL. */
	void (*progress)(const struct cgf_stats *stats, int64_t elapsed_ms, void *data);
	/* For each finding as it is confirmed; may be NULL. */
	void (*finding)(const struct cgf_hunt *hunt, void *data);
	void *data; /* of these two */
};

struct cgf_hunt {
	struct cgf_stats stats; /* a copy, as it was in the end */
	int64_t elapsed_ms;     /* of fuzzing, without confirming */
	unsigned claims, unconfirmed;
	unsigned known,
	        again; /* claims set aside: of verdicts that were known, and of those found in this hunt */
	unsigned undecided; /* claims that there was no time to confirm: the next hunt takes them up */
	unsigned findings;
	unsigned unconfirmable; /* of the unconfirmed: their replays failed */
	bool found;             /* what stands below is of the last finding */
	int64_t found_ms;       /* until the engine had the confirmed claim */
	uint64_t found_executions;
	struct cgf_verdict verdict;
	size_t runs_before; /* the finding needs these runs before it, in the same process */
	char file[CGF_PATH_BYTES_MAX];
	char unconfirmed_folder[CGF_PATH_BYTES_MAX]; /* where the last unconfirmed claim is, as a plan */
};

/*
 * Claims that an earlier hunt on this target was killed over come first. 0 when all that was asked for has
 * run, an exit code after one line on stderr, or -EINTR; `out` is valid in any case.
 */
int cgf_hunt(struct cgf_hunt *out, const struct cgf_hunt_request *request);
/* Confirms one claim that was taken up, of any target, as the only thing that this hunt does. */
int cgf_hunt_pending(struct cgf_hunt *out, const struct cgf_hunt_request *request,
                     struct cgf_pending *pending);

#endif
