/*
 * honest_panics.h: an interpreter. run evaluates a step by calling panicsStep(step) and returns its result;
 * it holds nothing meanwhile that an unwinding of its frames would keep, but run_locked holds the
 * interpreter's lock. A result below 0 makes both fail with EINVAL.
 */
#ifndef PANICS_H
#define PANICS_H

struct panics;
struct panics *panics_open(void);
void panics_close(struct panics *machine);
int panics_run(struct panics *machine, int step);
int panics_run_locked(struct panics *machine, int step);
int panicsStep(int step);

#endif
