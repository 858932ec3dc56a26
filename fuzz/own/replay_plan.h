/*
 * replay_plan.h: replays the plan of a finding in somebody's own package.
 */
#ifndef CGF_OWN_REPLAY_H
#define CGF_OWN_REPLAY_H

#include <stdbool.h>

struct cgf_own_replay_request {
	const char *name; /* of the plan, for messages */
	const char *text;
	long times;
	bool check; /* with the plan's state */
	bool story; /* tells what happened, in order */
};

/*
 * Builds the test of the plan in the module of this process's folder and runs it. Prints what the run wrote,
 * the Go line and the verdict, as other replays do; of several what they agree on. `check`: compares with the
 * plan's state instead, and prints one line: 0 when known is there or fixed is silent; CGF_EXIT_FOUND when
 * fixed came back; CGF_EXIT_HARNESS when known is gone. A fault that did not happen is CGF_EXIT_HARNESS in
 * any case.
 */
int cgf_own_replay(const struct cgf_own_replay_request *request);

#endif
