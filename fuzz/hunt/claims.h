/*
 * claims.h: what an engine claims becomes a finding, or is kept as a plan that says what was claimed.
 */
#ifndef CGF_CLAIMS_H
#define CGF_CLAIMS_H

#include "engine.h"

struct cgf_judged {
	bool found;
	struct cgf_verdict verdict; /* of the finding */
	size_t runs_before;         /* that it needs before it, in the same process */
	char file[CGF_PATH_BYTES_MAX];
	char unconfirmed_folder[CGF_PATH_BYTES_MAX]; /* where it is otherwise, as a plan */
};

/*
 * Confirms the number'th claim of a hunt in fresh processes: alone, and where that fails after the runs that
 * came before it in its process. OUTPUT/CLASS is for findings, OUTPUT/unconfirmed for all else; NULL: nothing
 * is kept, and one fresh process that sees it too is enough. 0, an exit code after one line, or -EINTR: what
 * is not decided then stays in OUTPUT/unconfirmed, as bytes.
 */
int cgf_claim_judge(struct cgf_judged *out, const char *output, const struct cgf_engine_job *job,
                    const struct cgf_claim *claim, unsigned number);

#endif
