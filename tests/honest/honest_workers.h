/*
 * honest_workers.h: a library with threads of its own, which call back while a caller of the library waits
 * for them.
 */
#ifndef WORKERS_H
#define WORKERS_H

/* A worker: a thread that calls workersDone(job) for each of so many jobs. join waits for its end and frees
 * it. */
struct workers_worker;
struct workers_worker *workers_start(int jobs);
void workers_join(struct workers_worker *worker);
void workersDone(int job);

/* The same with workersAsked(job). */
struct workers_worker *workers_start_asking(int jobs);
void workersAsked(int job);

/* May be called by a worker. */
void workers_note(int job);

/* Calls workersRun(job) on a new thread, and returns when it has returned. */
void workers_run(int job);
void workersRun(int job);

/* Hands the job to the library's dispatcher, a thread that calls workersPosted(job) for each, one after the
 * other. */
void workers_post(int job);
void workersPosted(int job);

#endif
