/*
 * jobs.c: see jobs.h.
 */
#include "jobs.h"

int cgf_own_jobs_make(struct cgf_own_jobs *jobs)
{
	int error = pthread_mutex_init(&jobs->lock, NULL);

	if (error != 0)
		return error;
	jobs->running = jobs->waiting = 0;
	error = pthread_cond_init(&jobs->changed, NULL);
	if (error != 0)
		pthread_mutex_destroy(&jobs->lock);
	return error;
}

void cgf_own_jobs_end(struct cgf_own_jobs *jobs)
{
	pthread_cond_destroy(&jobs->changed);
	pthread_mutex_destroy(&jobs->lock);
}

void cgf_own_jobs_lock(struct cgf_own_jobs *jobs)
{
	if (jobs)
		pthread_mutex_lock(&jobs->lock);
}

void cgf_own_jobs_unlock(struct cgf_own_jobs *jobs)
{
	if (jobs)
		pthread_mutex_unlock(&jobs->lock);
}

void cgf_own_jobs_begin_process(struct cgf_own_jobs *jobs)
{
	if (!jobs)
		return;
	while (jobs->waiting > 0)
		pthread_cond_wait(&jobs->changed, &jobs->lock);
	jobs->running++;
	pthread_mutex_unlock(&jobs->lock);
}

void cgf_own_jobs_end_process(struct cgf_own_jobs *jobs)
{
	if (!jobs)
		return;
	pthread_mutex_lock(&jobs->lock);
	jobs->running--;
	pthread_cond_broadcast(&jobs->changed);
}

void cgf_own_jobs_begin_alone(struct cgf_own_jobs *jobs)
{
	if (!jobs)
		return;
	jobs->waiting++;
	while (jobs->running > 0)
		pthread_cond_wait(&jobs->changed, &jobs->lock);
}

void cgf_own_jobs_end_alone(struct cgf_own_jobs *jobs)
{
	if (!jobs)
		return;
	jobs->waiting--;
	pthread_cond_broadcast(&jobs->changed);
}

void cgf_own_jobs_await(struct cgf_own_jobs *jobs)
{
	pthread_cond_wait(&jobs->changed, &jobs->lock);
}

void cgf_own_jobs_tell(struct cgf_own_jobs *jobs)
{
	if (jobs)
		pthread_cond_broadcast(&jobs->changed);
}
