/* order.h: the order that ThreadSanitizer sees between the library's thread and what is done between runs. */
#ifndef CGF_ORDER_H
#define CGF_ORDER_H

#include "callers.h"

/* An order that ThreadSanitizer sees, from all that this thread has done to what others do after
 * cgf_order_after of the same number: CGF_CALLER_LIBRARY, or CGF_CALLERS_MAX for what is done between runs.
 */
void cgf_order_before(unsigned number);
void cgf_order_after(unsigned number);

#endif
