/* children.h: the processes that this one has started. */
#ifndef CGF_CHILDREN_H
#define CGF_CHILDREN_H

#include <stdbool.h>

/* Is there a child, alive or not yet waited for, that may end the sleep of a thread in a call with this
 * descriptor (-1: with none)? The symbolizer of a sanitizer may, where it is at the other end. True where
 * that cannot be told. By one thread at a time. */
bool cgf_children_may_answer(long descriptor);

#endif
