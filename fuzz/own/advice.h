/*
 * advice.h: what a finding means, for people: what happened, what to change, and the rule.
 */
#ifndef CGF_OWN_ADVICE_H
#define CGF_OWN_ADVICE_H

#include "session.h"

struct cgf_own_advice {
	char what[2048]; /* one sentence, without a full stop, as the next */
	char fix[512];
	const char *rule; /* where it stands */
};

void cgf_own_advise(struct cgf_own_advice *out, const struct cgf_own_finding *finding);

#endif
