/* go_stacks.h: the Go frames of a caller, printed by a thread of the core's own while another one dies. */
#ifndef CGF_GO_STACKS_H
#define CGF_GO_STACKS_H

#include "unseen.h"

void cgf_go_stacks_start(void);
/* Prints the Go frames of a goroutine, and returns when they are printed or a time limit is over. 0: nothing.
 */
void cgf_go_stack_print(int64_t goroutine);

#endif
