/*
 * unwound.c: calls that a panic has left.
 *
 * A panic that starts in a callback and is recovered above it takes the frames of C between away, without a
 * word to C (cmd/cgo allows it). The calls that were left end in the ledger then: at the caller's next call,
 * or at the end of its op. They are known by the stack: C is entered deeper for a call out of a callback, and
 * where a frame has been left, it is entered again at the same place.
 */
#include "unwound.h"
#include "asan.h"
#include "objects.h"
#include "trace.h"

#include <unwind.h>

/* More than calls of C out of callbacks out of C take. */
enum { LEFT_STACK_BYTES = 1 << 16 };

CGF_UNSEEN static _Unwind_Reason_Code note_frame(struct _Unwind_Context *context, void *entry)
{
	*(uintptr_t *)entry = (uintptr_t)_Unwind_GetCFA(context);
	return _URC_NO_REASON;
}

CGF_UNSEEN uintptr_t cgf_c_entry(void)
{
	/* Go's frames have no unwind table, so that the outermost one is the wrapper that cgo generates. */
	uintptr_t entry = 0;
	_Unwind_Backtrace(note_frame, &entry);
	return entry;
}

CGF_UNSEEN void cgf_callback_opens(struct cgf_caller *caller, const struct cgf_call *call, uintptr_t entry)
{
	if (caller->open_count == CGF_OPEN_CALLS_MAX)
		return;
	struct cgf_open_call *open = &caller->open[caller->open_count++];
	open->id = call->id;
	open->function = call->function;
	open->entry = entry;
}

/* The frames that a panic took away have left their redzones, and what C puts there next would be told as an
 * access to them. __asan_handle_no_return, AddressSanitizer's own answer, is for the frames above those that
 * stay. */
CGF_UNSEEN static void forget_redzones(const struct cgf_open_call *open)
{
	cgf_asan_unpoison((const void *)(open->entry - LEFT_STACK_BYTES), LEFT_STACK_BYTES);
}

CGF_UNSEEN static void leave(struct cgf_caller *caller, const struct cgf_open_call *open)
{
	forget_redzones(open);
	cgf_objects_call_ended(open->id);
	cgf_trace_event(caller, "has left by a panic", open->function->name, open->id);
	cgf_core.calls_left++;
}

CGF_UNSEEN void cgf_callback_closes(struct cgf_caller *caller, uint32_t id)
{
	while (caller->open_count && caller->open[caller->open_count - 1].id > id)
		leave(caller, &caller->open[--caller->open_count]);
	if (caller->open_count && caller->open[caller->open_count - 1].id == id)
		caller->open_count--;
	caller->in_callback = caller->open_count > 0;
}

CGF_UNSEEN void cgf_calls_left(struct cgf_caller *caller, uintptr_t entry)
{
	while (caller->open_count && caller->open[caller->open_count - 1].entry <= entry)
		leave(caller, &caller->open[--caller->open_count]);
	caller->in_callback = caller->open_count > 0;
}
