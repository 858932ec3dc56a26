/*
 * calls.c: what stands around each call: see site.h.
 */
#include "collect.h"
#include "errno_words.h"
#include "faults.h"
#include "go_line.h"
#include "held.h"
#include "hop.h"
#include "init_done.h"
#include "kept.h"
#include "late.h"
#include "names.h"
#include "open_calls.h"
#include "redzones.h"
#include "start.h"
#include "trace.h"
#include "unseen.h"

#include <errno.h>
#include <string.h>

/* The library is an archive: this file is linked into every program that calls, and takes the rest with it.
 */
__attribute__((constructor)) static void start(void)
{
	cgf_own_start();
}

static void collect_held(const struct cgf_own_call *call)
{
	cgf_own_hold(cgf_own_this_thread());
	cgf_own_collect(call->site);
	cgf_own_let_go(cgf_own_this_thread());
	cgf_own_kept_judge(call);
}

static void collect_in(struct cgf_own_call *call, const struct cgf_own_fault *fault)
{
	if (!cgf_own_go_init_is_done()) {
		cgf_own_trace_not(fault->text, "Go's packages are being initialized: nothing can collect");
		return;
	}
	cgf_own_trace_fired(fault->text);
	/* What it was given it may have handed over, and somebody else may have freed it. The calls around it
	 * are still in the middle of their work. */
	if (fault->place == CGF_OWN_RETURN)
		call->argument_bytes = 0;
	collect_held(call);
}

/* What it was given may be freed by nobody else before it begins; and behind its end as with a collection. */
static void hold_open(struct cgf_own_call *call, const struct cgf_own_fault *fault)
{
	if (!cgf_own_go_init_is_done()) {
		cgf_own_trace_not(fault->text, "Go's packages are being initialized: nothing else runs");
		return;
	}
	if (fault->place == CGF_OWN_LATE_RETURN)
		call->argument_bytes = 0;
	cgf_own_hold(cgf_own_this_thread());
	cgf_own_be_late(call, fault->text);
	cgf_own_let_go(cgf_own_this_thread());
}

void cgf_own_enter(struct cgf_own_site *site, const void *arguments, void *frame)
{
	int saved = errno;
	cgf_own_redzones_forget(cgf_own_deepest(), __builtin_frame_address(0));
	cgf_own_unseen_begin();
	struct cgf_own_name *name = site->counted;
	struct cgf_own_call *call = cgf_own_open(site, arguments, frame);
	const struct cgf_own_fault *gc, *late;

	call->nth = __atomic_add_fetch(&name->calls, 1, __ATOMIC_RELAXED);
	call->go_pc = name->callback ? 0 : cgf_own_go_line(frame, site->go_frames);
	gc = cgf_own_fault_due(name, name->callback ? CGF_OWN_CALLBACK : CGF_OWN_ENTRY, call->nth);
	late = cgf_own_fault_due(name, CGF_OWN_LATE_ENTRY, call->nth);
	/* From here on: to write a line takes long enough for others to go on. */
	if (gc || late)
		cgf_own_hold(cgf_own_this_thread());
	if (!name->callback)
		cgf_own_hop_look();
	cgf_own_trace_call(site, call->nth, call->go_pc, !cgf_own_go_init_is_done());
	if (gc)
		collect_in(call, gc);
	else if (cgf_own_kept_wants_collection())
		collect_held(call);
	if (late)
		hold_open(call, late);
	if (gc || late)
		cgf_own_let_go(cgf_own_this_thread());
	cgf_own_unseen_end();
	errno = saved;
}

static void look_what_is_kept(const struct cgf_own_call *call, const struct cgf_own_fault *fault)
{
	if (!cgf_own_go_init_is_done())
		cgf_own_trace_not(fault->text, "Go's packages are being initialized: nothing can be asked");
	else if (cgf_own_kept_look(call))
		cgf_own_trace_fired(fault->text);
	else
		cgf_own_trace_not(fault->text, "no argument that points to Go memory stays in C memory");
}

static void hop(const struct cgf_own_call *call, const struct cgf_own_fault *fault)
{
	if (!cgf_own_go_init_is_done())
		cgf_own_trace_not(fault->text, "Go's packages are being initialized: nothing else runs");
	else
		cgf_own_hop(call, fault->text);
}

int cgf_own_told(const void *result, unsigned long bytes, int is_pointer)
{
	const unsigned char *at = result, wanted = is_pointer ? 0 : 0xff;
	unsigned long same = 0;
	while (same < bytes && at[same] == wanted)
		same++;
	return same == bytes ? CGF_OWN_TOLD_MAYBE : CGF_OWN_TOLD_SUCCESS;
}

static void leave_error(int *error, int told, const struct cgf_own_call *call,
                        const struct cgf_own_fault *fault)
{
	if (!error)
		cgf_own_trace_not(fault->text, "Go does not take errno here");
	else if (*error)
		cgf_own_trace_not(fault->text, "the call has set errno itself");
	else if (told == CGF_OWN_TOLD_NOTHING)
		cgf_own_trace_not(fault->text, "it has no result: errno is all that it tells");
	else if (told == CGF_OWN_TOLD_MAYBE)
		cgf_own_trace_not(fault->text, "its result may say that it failed");
	else if (cgf_own_errno_is_an_answer(call->site->name))
		cgf_own_trace_not(fault->text, "errno says something there although the call succeeded");
	else {
		cgf_own_trace_fired(fault->text);
		*error = fault->error;
	}
}

void cgf_own_leave(int *error, int told, void *frame)
{
	int saved = errno;
	cgf_own_redzones_forget(cgf_own_deepest(), __builtin_frame_address(0));
	struct cgf_own_call *call = cgf_own_opened(frame);
	const struct cgf_own_fault *fault;

	if (!call)
		return;
	cgf_own_unseen_begin();
	/* One of a callback has its faults where it begins. */
	fault = cgf_own_fault_due(call->site->counted, CGF_OWN_RETURN, call->nth);
	if (fault)
		collect_in(call, fault);
	fault = cgf_own_fault_due(call->site->counted, CGF_OWN_LATE_RETURN, call->nth);
	if (fault)
		hold_open(call, fault);
	fault = cgf_own_fault_due(call->site->counted, CGF_OWN_LEAVE, call->nth);
	if (fault)
		leave_error(error, told, call, fault);
	fault = cgf_own_fault_due(call->site->counted, CGF_OWN_KEPT, call->nth);
	if (fault)
		look_what_is_kept(call, fault);
	fault = cgf_own_fault_due(call->site->counted, CGF_OWN_HOP, call->nth);
	if (fault)
		hop(call, fault);
	cgf_own_close(call);
	cgf_own_unseen_end();
	errno = saved;
}
