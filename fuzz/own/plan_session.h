/*
 * plan_session.h: a stored plan and the test that it is of, built and ready to run.
 */
#ifndef CGF_OWN_PLAN_SESSION_H
#define CGF_OWN_PLAN_SESSION_H

#include "plan.h"
#include "run.h"
#include "session.h"

enum { CGF_OWN_PLAN_WITH_MAX = 32 };

struct cgf_own_plan_session {
	const char *name; /* of the plan, for messages */
	struct cgf_own_plan plan;
	struct cgf_own_session session; /* its one test is the plan's */
	/* What the session's options point at. */
	const char *patterns[2], *with[CGF_OWN_PLAN_WITH_MAX + 1];
	char run[CGF_OWN_WORD_BYTES_MAX + 6];
	char with_words[CGF_OWN_WORD_BYTES_MAX];
};

/*
 * Reads the plan and builds its package, in the module of this process's folder; `to` is told how far that
 * is. 0, -EINTR, or an exit code after one line. To be closed in any case.
 */
int cgf_own_plan_open(struct cgf_own_plan_session *out, const char *name, const char *text, FILE *to);
/*
 * One run with these faults. Its trace has the calls. Where the report has no Go line, it is that of the call
 * that the verdict is about, or that suffered the first fault. 0, -EINTR, or an exit code after one line; the
 * trace is to be freed in any case.
 */
int cgf_own_plan_run(struct cgf_own_ended *out, struct cgf_own_plan_session *of,
                     const struct cgf_own_fault *faults, size_t fault_count);
/* Each fault of the plan has to happen, or what comes says nothing about it. 0, or an exit code after one
 * line. */
int cgf_own_plan_check_fired(const struct cgf_own_plan_session *of, const struct cgf_own_ended *ended);
bool cgf_own_plan_found(const struct cgf_own_ended *ended);
/* CGF_OWN_CONFIRMATIONS runs with these faults have to agree on a finding: the first one's is in `out`. 0,
 * -EINTR, or an exit code after one line. */
int cgf_own_plan_confirm(struct cgf_own_verdict *out, struct cgf_own_plan_session *of,
                         const struct cgf_own_fault *faults, size_t fault_count);
/* As many without a fault have to be silent. */
int cgf_own_plan_check_silent(struct cgf_own_plan_session *of);
/* The finding of a run of the plan, as a sweep would have made it. */
void cgf_own_plan_finding(struct cgf_own_finding *out, struct cgf_own_plan_session *of,
                          const struct cgf_own_verdict *verdict);
void cgf_own_plan_close(struct cgf_own_plan_session *of);

#endif
