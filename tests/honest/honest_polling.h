/*
 * honest_polling.h: an event source that has no thread of its own: things happen when the program asks for
 * them.
 */
#ifndef POLLING_H
#define POLLING_H

/* Begins a job. */
void polling_submit(int job);
/* Calls pollingDone(job) for each job that was begun, and does not wait for any. */
void polling_handle_events(void);
void pollingDone(int job);

/* Waits at most a millisecond for something to happen. Not for two callers at once. */
void polling_wait_events(void);

/* Jobs that somebody else finishes: is it done, and take its result, which must be asked for when it is done.
 */
void polling_finish(int job);
int polling_is_done(int job);
int polling_take(int job);

/* Settings that a thread of the library's own reads again and again, under the same lock. polling_set returns
 * -1 and sets errno where it fails. */
void polling_lock(void);
int polling_set(int value);
void polling_unlock(void);

#endif
