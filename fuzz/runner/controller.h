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
                                    size_t question_bytes, const void *answer, size_t answer_bytes,
                                    bool at_rest);

/* The Go function, by its address, that answers cgf_go_side.at_rest; its only argument is this frame. */
struct cgf_at_rest_frame {
	unsigned caller;
	bool at_rest;
};
void cgf_controller_at_rest_by(void *function);

/* To be called when an op has returned, and before cgf_controller_caller_next. Is its goroutine to be locked
 * to this thread (cgf_hop_pending_for)? */
bool cgf_controller_op_returned(int64_t goroutine);

#endif
