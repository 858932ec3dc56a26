/*
 * nocallback.h: lets the core enter Go out of a C function that the program has declared `#cgo nocallback`.
 *
 * cgo notes in the runtime's record of a goroutine that it is in such a call, and the runtime panics where C
 * enters Go meanwhile. A callback of the library's has to end so, and what the core asks of Go must not.
 */
#ifndef CGF_NOCALLBACK_H
#define CGF_NOCALLBACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The runtime keeps a record of each of its threads and of each goroutine, and the address of the current
 * goroutine's in a thread-local: while C runs, that of the thread's own goroutine, which schedules. Finds
 * this thread-local by what it holds now, and returns its address, or NULL where not exactly one holds that.
 */
const uintptr_t *cgf_no_callback_find(uintptr_t schedules);

/* Offsets in these records. */
struct cgf_go_records {
	size_t thread;      /* of a goroutine: its thread */
	size_t runs;        /* of a thread: the goroutine that runs on it */
	size_t no_callback; /* of a goroutine: a bool, it is in a declared call */
};
void cgf_no_callback_known(struct cgf_go_records records);

/* Between the two the calling thread may enter Go; restore gets what lift has returned. */
bool *cgf_no_callback_lift(void);
void cgf_no_callback_restore(bool *lifted);

#endif
