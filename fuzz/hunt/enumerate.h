/*
 * enumerate.h: for the classes that show when building: runs every set of at most two faults, in each op.
 */
#ifndef CGF_ENUMERATE_H
#define CGF_ENUMERATE_H

#include "hunt.h"

struct cgf_enumeration_request {
	const struct cgf_programs *programs;
	const struct cgf_target *target; /* its op empty: every op */
	const char *output; /* findings go to OUTPUT/CLASS, unconfirmed claims to OUTPUT/unconfirmed */
	const char *known;  /* verdicts that are set aside, see hunt.h */
	long seconds;       /* by the clock, confirming included */
	long runs;          /* 0: all sets */
	long first;         /* the set to begin with, so that short nights do not always see the same ones */
	/* Called for each op and verdict that is confirmed: `found`, `verdict`, `file`, and when it was
	 * found. */
	void (*found)(const struct cgf_hunt *hunt, void *data);
	void *data;
};

enum { CGF_OUTCOMES_MAX = 512 };

/* How many sets of an op had this verdict. */
struct cgf_enumerated_outcome {
	char op[CGF_NAME_BYTES_MAX];
	struct cgf_verdict verdict;
	size_t count, first; /* first: the smallest set that had it */
	int64_t found_ms;    /* until its first set had run */
	bool judged;         /* confirmed or not, or set aside */
};

struct cgf_enumeration {
	struct cgf_hunt total; /* counts and times of all; nothing is found in it */
	size_t set_count;      /* that there are */
	size_t failed;         /* sets that could not be run: their verdict is one of the harness */
	size_t unavailable;    /* of these: this machine cannot show the bug */
	size_t outcome_count;
	struct cgf_enumerated_outcome outcomes[CGF_OUTCOMES_MAX]; /* by op, the most frequent first */
};

/*
 * 0 where no set that was run has failed, but for those that this machine has not what it takes for; an exit
 * code after one line on stderr, or -EINTR. `out` is valid in any case. Shows its progress.
 */
int cgf_enumerate(struct cgf_enumeration *out, const struct cgf_enumeration_request *request);

#endif
