/*
 * faults.c: which faults a call suffers. The plan arms them for an op; shims ask at their sites.
 */
#include "faults.h"
#include "op_calls.h"
#include "trace.h"

#include <errno.h>

CGF_UNSEEN const char *cgf_after_word(const char *name, const char *word, char separator)
{
	while (*word && *name == *word)
		name++, word++;
	return !*word && *name == separator ? name + 1 : NULL;
}

CGF_UNSEEN void cgf_faults_arm(struct cgf_caller *caller, const struct cgf_step *step)
{
	caller->fault_count = step->fault_count;
	for (unsigned i = 0; i < step->fault_count; i++) {
		struct cgf_armed_fault *fault = &caller->faults[i];
		fault->site = &cgf_core.sites[step->faults[i].site];
		fault->site_index = step->faults[i].site;
		fault->pass = step->faults[i].pass;
		fault->reached = 0;
	}
}

CGF_UNSEEN bool cgf_fault_unspent(const struct cgf_caller *owner, const struct cgf_function *function)
{
	for (unsigned i = 0; i < owner->fault_count; i++) {
		if (owner->faults[i].site->function == function &&
		    owner->faults[i].reached < owner->faults[i].pass)
			return true;
	}
	return false;
}

CGF_UNSEEN static bool matches(const struct cgf_site *site, const struct cgf_call *call,
                               enum cgf_site_kind kind, const char *name)
{
	return site->function == call->function && site->kind == kind &&
	       (!name || cgf_same(site->name, name));
}

/* The lock is held. */
CGF_UNSEEN static void fired(struct cgf_call *call, const struct cgf_caller *owner,
                             const struct cgf_armed_fault *fault)
{
	struct cgf_stats *stats = cgf_core.stats;
	if (owner->number == CGF_CALLER_LIBRARY)
		stats->fired_in_actions[fault->site_index]++;
	else
		stats->fired[owner->work.op][fault->site_index]++;
	cgf_core.effective = true;
	call->caller->suffered = fault->site_index + 1U;
	if (fault->site->kind == CGF_SITE_ERRNO || fault->site->kind == CGF_SITE_OTHER)
		cgf_op_call_suffers(call->id, (unsigned)(fault - owner->faults));
	cgf_trace_event(call->caller, "suffers", cgf_core.words->sites[fault->site_index], fault->pass);
}

/* A failed call happens to whoever calls C on behalf of the plan's callers too. */
CGF_UNSEEN static bool happens_to(enum cgf_site_kind kind, const struct cgf_caller *caller)
{
	if (kind == CGF_SITE_HOP)
		return cgf_may_hop(caller);
	if (kind == CGF_SITE_ERRNO || kind == CGF_SITE_LEAVE)
		return caller->number != CGF_CALLER_LIBRARY;
	return true;
}

CGF_UNSEEN const struct cgf_site *cgf_fault_reached(struct cgf_call *call, enum cgf_site_kind kind,
                                                    const char *name)
{
	const struct cgf_site *result = NULL;
	if (!cgf_caller_in(call) || !happens_to(kind, call->caller))
		return NULL;
	struct cgf_caller *owner = cgf_caller_owner(call->caller);
	cgf_lock(&cgf_core.lock);
	for (unsigned i = 0; i < owner->fault_count; i++) {
		struct cgf_armed_fault *fault = &owner->faults[i];
		if (!matches(fault->site, call, kind, name) || fault->reached >= fault->pass)
			continue;
		if (++fault->reached == fault->pass && !result) {
			fired(call, owner, fault);
			result = fault->site;
		}
	}
	cgf_unlock(&cgf_core.lock);
	return result;
}

CGF_UNSEEN bool cgf_fault(struct cgf_call *call, const char *fault)
{
	return cgf_fault_reached(call, CGF_SITE_OTHER, fault) != NULL;
}

CGF_UNSEEN int cgf_fault_errno(struct cgf_call *call)
{
	const struct cgf_site *site = cgf_fault_reached(call, CGF_SITE_ERRNO, NULL);
	return site ? site->error : 0;
}

/* The edge that a fault "WORD=EDGE" of this call asks for now, or NULL. */
CGF_UNSEEN static const char *edge_asked(struct cgf_call *call, const char *word)
{
	const struct cgf_caller *owner = cgf_caller_owner(call->caller);
	const char *edge = NULL;
	for (unsigned i = 0; i < owner->fault_count && !edge; i++) {
		const struct cgf_site *site = owner->faults[i].site;
		const char *value = cgf_after_word(site->name, word, '=');
		if (value && site->function == call->function && cgf_fault(call, site->name))
			edge = value;
	}
	return edge;
}

CGF_UNSEEN int64_t cgf_fault_number(struct cgf_call *call, const char *word, int64_t low, int64_t real,
                                    int64_t high)
{
	const char *edge = cgf_caller_in(call) ? edge_asked(call, word) : NULL;
	int64_t value = real;
	if (!edge)
		return real;
	if (cgf_same(edge, "low"))
		value = low;
	else if (cgf_same(edge, "high"))
		value = high;
	else if (cgf_same(edge, "below"))
		value = real - 1;
	else
		value = real + 1;
	return value < low ? low : value > high ? high : value;
}
