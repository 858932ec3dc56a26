/*
 * jobs.h: runs of tests at the same time, and runs that nothing runs beside.
 *
 * One lock is for the session and its sweep. Whoever works on them holds it, and gives it up while a process
 * of a test runs: so all but these processes happens one after the other. Where there is one job, `jobs` is
 * NULL, and these functions do nothing.
 */
#ifndef CGF_OWN_JOBS_H
#define CGF_OWN_JOBS_H

#include <pthread.h>
#include <stddef.h>

struct cgf_own_jobs {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	size_t running; /* processes */
	size_t waiting; /* for none to run: until they have had their turn, no other one begins */
};

/* 0, or an errno; to be ended only then. */
int cgf_own_jobs_make(struct cgf_own_jobs *jobs);
void cgf_own_jobs_end(struct cgf_own_jobs *jobs);

/* Takes the lock, and gives it up. The other functions are for a thread that has it. */
void cgf_own_jobs_lock(struct cgf_own_jobs *jobs);
void cgf_own_jobs_unlock(struct cgf_own_jobs *jobs);

/* Around a process: gives the lock up, when nobody waits for none to run, and takes it back. */
void cgf_own_jobs_begin_process(struct cgf_own_jobs *jobs);
void cgf_own_jobs_end_process(struct cgf_own_jobs *jobs);

/* Waits until no process runs. From then on none does but what the thread itself runs with the lock in its
 * hand, up to the end. */
void cgf_own_jobs_begin_alone(struct cgf_own_jobs *jobs);
void cgf_own_jobs_end_alone(struct cgf_own_jobs *jobs);

/* Waits until another thread has told of a change, without the lock, and tells the others of one. */
void cgf_own_jobs_await(struct cgf_own_jobs *jobs);
void cgf_own_jobs_tell(struct cgf_own_jobs *jobs);

#endif
