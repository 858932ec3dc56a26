/*
 * order.c: the order between the library's own thread and what is done between runs, as ThreadSanitizer sees
 * it.
 *
 * What the library's thread does in a run comes before what is done between this run and the next, and that
 * before what the thread does then. The callers get this order from cgo, which their calls enter and leave.
 * Nothing is ordered within a run: `before` of the one side is asked for between runs alone.
 */
#include "order.h"

extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));
static char order[CGF_CALLERS_MAX + 1];

CGF_UNSEEN void cgf_order_before(unsigned number)
{
	if (__tsan_release)
		__tsan_release(&order[number]);
}

CGF_UNSEEN void cgf_order_after(unsigned number)
{
	if (__tsan_acquire)
		__tsan_acquire(&order[number]);
}
