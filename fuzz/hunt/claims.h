/*
 * claims.h: what an engine claims becomes a finding, or is kept as a plan that says what was claimed.
 */
#ifndef CGF_CLAIMS_H
#define CGF_CLAIMS_H

#include "collected.h"
#include "pending.h"

struct cgf_judging_request {
	const struct cgf_programs *programs;
	/* OUTPUT/CLASS is for findings, OUTPUT/unconfirmed for all else. NULL: nothing is kept, and one fresh
	 * process that sees the claim too is enough. */
	const char *output;
	const char *folder;              /* for what is temporary */
	struct cgf_collected *collected; /* what is set aside as soon as one replay says it; may be NULL */
};

enum cgf_judgement {
	CGF_UNCONFIRMED,
	CGF_UNCONFIRMABLE, /* the replays failed: their verdict is one of the harness */
	CGF_FOUND,
	CGF_SET_ASIDE_KNOWN,
	CGF_SET_ASIDE_AGAIN
};

struct cgf_judged {
	enum cgf_judgement judgement;
	struct cgf_verdict verdict; /* of the last replay */
	size_t runs_before;         /* that it needs before it, in the same process */
	char file[CGF_PATH_BYTES_MAX];
};

/*
 * Confirms a claim in fresh processes: alone, and where that fails after the runs that came before it in its
 * process. 0, an exit code after one line, -EINTR, or -ETIME.
 */
int cgf_claim_judge(struct cgf_judged *out, const struct cgf_judging_request *request,
                    const struct cgf_claim_record *record);

#endif
