/* go_stacks.h: the Go frames of a caller, printed by a thread of the core's own while another one dies. */
#ifndef CGF_GO_STACKS_H
#define CGF_GO_STACKS_H

#include "unseen.h"

void cgf_go_stacks_start(void);
/* The kernel's number of that thread. */
long cgf_go_stacks_thread(void);
/* Prints the Go frames of a goroutine, and returns when they are printed or a time limit is over. 0: nothing.
 */
void cgf_go_stack_print(int64_t goroutine);
/* The Go frames of an access that Go code made and a sanitizer reports, on the thread that made it. */
void cgf_go_frames_print(void);
/* A call begins: prints its Go frames and ends the process, where the call has the number that
 * CGF_STACK_AT_CALL asks for. A verdict about an op that has returned gets its Go line so, by repeating the
 * run. */
void cgf_go_stack_at_call(uint32_t call_id, int64_t goroutine);

/* See cgf_stacks_wanted. */
bool cgf_stacks_are_wanted(void);

#endif
