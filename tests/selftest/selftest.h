/*
 * selftest.h: a small library with everything that the harness has to put in order: calls that wait, call
 * back, share memory, and are made by goroutines that no plan names.
 */
#ifndef SELFTEST_H
#define SELFTEST_H

typedef void (*selftest_callback)(int number);

/* Returns `number`, or -1 with errno set. */
int selftest_work(int number);

/* A second, shorter call: two of them in a row give a hop a place between. */
int selftest_note(int number);

/* Calls back on this thread, before it returns. */
void selftest_call_back(selftest_callback callback, int number);

/* Calls back later, on the library's own thread. */
void selftest_post(selftest_callback callback, int number);

/* Adds to memory that all callers share: under the library's mutex, and without. */
int selftest_share_locked(int number);
int selftest_share_unlocked(int number);

/* Objects, to be closed once. */
struct selftest *selftest_open(int number);
int selftest_use(struct selftest *object);
void selftest_close(struct selftest *object);

#endif
