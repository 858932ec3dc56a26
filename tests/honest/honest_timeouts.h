/*
 * honest_timeouts.h: work on a box, which may take longer than its caller has patience.
 */
#ifndef TIMEOUTS_H
#define TIMEOUTS_H

struct timeouts_box;

struct timeouts_box *timeouts_open(void);

/* Works on the box; no two calls may do so at the same time. */
void timeouts_work(struct timeouts_box *box);

/* Asks the call that works on the box to come to its end; harmless where there is none. */
void timeouts_interrupt(struct timeouts_box *box);

/* Not while a call works on it. */
void timeouts_close(struct timeouts_box *box);

#endif
