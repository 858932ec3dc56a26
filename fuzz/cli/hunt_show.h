/*
 * hunt_show.h: hunts in front of a user.
 */
#ifndef CGF_HUNT_SHOW_H
#define CGF_HUNT_SHOW_H

#include "hunt/hunt.h"

/* Progress goes to stderr: a line that changes on a terminal, now and then a line elsewhere. Where the hunt
 * goes on after a finding, each is told on stdout as soon as it is confirmed. */
void cgf_hunt_show(struct cgf_hunt_request *request);
/* Says on stderr how many claims were no findings, or are not decided, if any. */
void cgf_hunt_tell_claims(const struct cgf_hunt *hunt);
/* Says on stdout what came of it, the finding's file on the last line, and returns the exit code. */
int cgf_hunt_tell(const struct cgf_hunt *hunt, const struct cgf_hunt_request *request, int code);
/* `cgofault fuzz` of a class that shows when building: enumerates, says on stdout what came of it, and
 * returns the exit code. */
int cgf_enumerate_and_tell(const struct cgf_hunt_request *options);

#endif
