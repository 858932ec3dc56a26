/* children.h: the processes that this one has started. */
#ifndef CGF_CHILDREN_H
#define CGF_CHILDREN_H

#include <stdbool.h>

/* Is there a child, alive or not yet waited for, other than the symbolizer of a sanitizer? True where that
 * cannot be told. By one thread at a time. */
bool cgf_children_any(void);

#endif
