/*
 * honest_state.h: a library whose state, like the environment, outlives every call and every use of the
 * program.
 */
#ifndef STATE_H
#define STATE_H

/* To be called once in the life of the process, before any other call. */
void state_initialise(void);
int state_work(int number);

/* Counts; the count never goes back. add: -1 and EIO, it was not counted. */
int state_add(void);
int state_count(void);

/* The word for a number in the mode that the environment variable STATE_MODE sets: the number itself where it
 * is not set, and its negative for "negative". */
int state_word(int number);

#endif
