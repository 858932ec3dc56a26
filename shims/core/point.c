/*
 * point.c: a place where a caller is parked for as long as the plan says.
 */
#include "copy.h"
#include "faults.h"
#include "steps.h"
#include "trace.h"
#include "turn.h"

#include <errno.h>

/* Is `late.POINT` armed for this point? The comparison skips the word, so that a shim names the point alone.
 */
CGF_UNSEEN static const char *late_name(const struct cgf_call *call, const char *point)
{
	const struct cgf_caller *owner = cgf_caller_owner(call->caller);
	for (unsigned i = 0; i < owner->fault_count; i++) {
		const struct cgf_site *site = owner->faults[i].site;
		if (site->function != call->function || site->kind != CGF_SITE_LATE)
			continue;
		const char *at = cgf_after_word(site->name, "late", '.');
		if (at && cgf_same(at, point))
			return site->name;
	}
	return NULL;
}

CGF_UNSEEN void cgf_point(struct cgf_call *call, const char *point)
{
	int kept = errno;
	cgf_copy_ends_here(call->function);
	cgf_caller_rejoins(cgf_caller_in(call));
	const char *name = cgf_caller_in(call) ? late_name(call, point) : NULL;
	if (name && cgf_fault_reached(call, CGF_SITE_LATE, name)) {
		bool go_at_rest = cgf_step_leaves_go_at_rest(call->caller);
		cgf_lock(&cgf_core.lock);
		cgf_trace_event(call->caller, "parks", point, 0);
		cgf_step_ends(call->caller, CGF_PARKED, go_at_rest);
		cgf_lock(&cgf_core.lock);
		cgf_trace_event(call->caller, "goes on", point, 0);
		cgf_unlock(&cgf_core.lock);
	}
	errno = kept;
}
