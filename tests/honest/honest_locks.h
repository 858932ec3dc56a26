/*
 * honest_locks.h: a library that calls back while it holds locks of its own, and channels for consumers.
 */
#ifndef LOCKS_H
#define LOCKS_H

/* An event loop with one mutex, which it also holds while it calls locksEvent(value): that must not wait for
 * anybody who is in a function of this library. */
void locks_iterate(void);
void locks_send(int value);
void locksEvent(int value);

/* A table under a read-write lock, which each holds for reading while it calls locksEntry for two entries.
 * add takes it for writing, so it must not be called from there. */
void locks_each(void);
void locks_add(int entry);
void locksEntry(int entry);

/* A channel for one consumer: next waits for a message and returns 1, or 0 once the channel is closed and
 * empty. free comes last. */
struct locks_channel;
struct locks_channel *locks_open(void);
void locks_put(struct locks_channel *channel);
int locks_next(struct locks_channel *channel);
void locks_close(struct locks_channel *channel);
void locks_free(struct locks_channel *channel);

#endif
