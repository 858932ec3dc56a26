/*
 * blocked_threads.h: a library whose calls take as long as they take: each keeps its thread until it returns.
 */
#ifndef BLOCKED_THREADS_H
#define BLOCKED_THREADS_H

/* The answer to a request, which may take long. Requests do not disturb each other. */
int blocked_threads_work(int request);

/* The same for what is always quick. */
int blocked_threads_look(int request);

#endif
