/*
 * replay.h: the C half of the replay program.
 */
#ifndef CGF_REPLAY_H
#define CGF_REPLAY_H

/* Carries out the command line; returns the exit code: 0, or 2 with one line on stderr. A finding aborts. */
int cgf_replay_main(int argc, char **argv);

#endif
