/*
 * open_calls.c: see open_calls.h.
 */
#include "open_calls.h"

#include "names.h"

#include <stddef.h>

static _Thread_local struct cgf_own_thread this_thread;

struct cgf_own_thread *cgf_own_this_thread(void)
{
	return &this_thread;
}

void cgf_own_forget_unwound(void *frame)
{
	while (this_thread.depth > 0 && this_thread.open[this_thread.depth - 1].frame <= frame)
		this_thread.depth--;
}

const struct cgf_own_call *cgf_own_innermost(void)
{
	for (unsigned at = this_thread.depth; at-- > 0;)
		if (!this_thread.open[at].site->counted->callback)
			return &this_thread.open[at];
	return NULL;
}
