/*
 * honest_waiting.h: a library whose functions wait inside C, as long as it takes, by the means that C has for
 * it.
 */
#ifndef WAITING_H
#define WAITING_H

/* A store of items. take waits on a condition variable until there is one. */
void waiting_put(void);
void waiting_take(void);

/* One slot, a semaphore. acquire waits until it is free; release frees it. */
void waiting_acquire(void);
void waiting_release(void);
/* -1 and EIO: the work was not done. */
int waiting_work(void);

/* A server, a thread of the library's own behind two pipes. It answers each question once, in the order in
 * which they were asked, with the next number; receive waits for the next answer. */
void waiting_ask(int question);
int waiting_receive(void);

/* A flag that notify raises and that one watch takes down. watch polls a descriptor until it is up. */
void waiting_notify(void);
void waiting_watch(void);

/* Counts signals. wait_past returns when more than `count` were given; wait_next waits for one that is given
 * from now on. */
int waiting_count(void);
void waiting_signal(void);
void waiting_wait_past(int count);
void waiting_wait_next(void);

/* Sleeps for at most a millisecond; -1 and ETIMEDOUT: what it waits for has not come. */
int waiting_sleep(void);

#endif
