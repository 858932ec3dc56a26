/*
 * story.h: what a run of a test did, in order, from its trace.
 */
#ifndef CGF_OWN_STORY_H
#define CGF_OWN_STORY_H

#include "session.h"

/* Prints the calls of C of the session's last run, which was of its first test, and what became of its
 * faults, to stdout; of a long run the last CGF_OWN_STORY_LINES_MAX lines, and how many came before. 0, or an
 * exit code after one line. */
int cgf_own_story_print(struct cgf_own_session *session);

enum { CGF_OWN_STORY_LINES_MAX = 10000 };

#endif
