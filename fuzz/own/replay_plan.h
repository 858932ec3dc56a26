/*
 * replay_plan.h: replays the plan of a finding in somebody's own package.
 */
#ifndef CGF_OWN_REPLAY_H
#define CGF_OWN_REPLAY_H

#include <stdbool.h>

/*
 * Builds the test of the plan `text` in the module of this process's folder and runs it `times` times. Prints
 * what a run wrote, the Go line and the verdict, as other replays do. `check`: compares with the plan's state
 * instead, and prints one line: 0 when known is there or fixed is silent; CGF_EXIT_FOUND when fixed came
 * back; CGF_EXIT_HARNESS when known is gone. A fault that did not happen is CGF_EXIT_HARNESS in any case.
 * `name`: of the plan, for messages.
 */
int cgf_own_replay(const char *name, const char *text, long times, bool check);

#endif
