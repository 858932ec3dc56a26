/*
 * controller.h: what the Go half of the runner calls in its C half.
 */
#ifndef CGF_CONTROLLER_H
#define CGF_CONTROLLER_H

#include "cgf_run.h"

/* Waits for a plan from the engine's thread and begins its run; that thread waits for cgf_controller_done. */
const struct cgf_plan *cgf_controller_next(void);
void cgf_controller_done(void);

/* cgf_caller_next, its result in one number: index of the op and its argument in the lowest 8 bits. */
uint64_t cgf_controller_caller_next(unsigned caller, int64_t goroutine, int error, const void *question,
                                    size_t question_bytes, const void *answer, size_t answer_bytes);

#endif
