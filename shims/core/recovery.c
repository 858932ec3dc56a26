/*
 * recovery.c: has an op made up for a failed call, by what it called after it?
 *
 * Calls are counted by function, in a run where the call failed and in one where it did not.
 */
#include "recovery.h"

/* ---- what is counted ---- */

CGF_UNSEEN static bool may_recover(const struct cgf_op_call *call)
{
	return call->ended && !call->failed && !call->no_recovery;
}

CGF_UNSEEN static bool has_failed(const struct cgf_op_call *call)
{
	return call->failed != 0;
}

CGF_UNSEEN static bool is_any(const struct cgf_op_call *call)
{
	return call->function != NULL;
}

CGF_UNSEEN static unsigned count_behind(struct cgf_op_place place, const struct cgf_function *function,
                                        bool (*counts)(const struct cgf_op_call *))
{
	unsigned count = 0;
	for (unsigned i = place.at + 1; i < place.op->count; i++) {
		const struct cgf_op_call *call = &place.op->calls[i];
		count += call->function == function && counts(call);
	}
	return count;
}

CGF_UNSEEN bool cgf_recovery_is_possible(struct cgf_op_place failed)
{
	for (unsigned i = failed.at + 1; i < failed.op->count; i++) {
		if (may_recover(&failed.op->calls[i]))
			return true;
	}
	return false;
}

/* ---- two runs of one op ---- */

/* The op's caller must have called the same up to there, and with the same success. */
CGF_UNSEEN bool cgf_recovery_counterpart(struct cgf_op_place *out, struct cgf_op_place failed,
                                         const struct cgf_op_calls *other)
{
	unsigned at = 0;
	for (unsigned i = 0; i <= failed.at; i++) {
		const struct cgf_op_call *call = &failed.op->calls[i];
		if (!call->own)
			continue;
		while (at < other->count && !other->calls[at].own)
			at++;
		if (at == other->count || other->calls[at].function != call->function)
			return false;
		if (i < failed.at && other->calls[at].failed != call->failed)
			return false;
		*out = (struct cgf_op_place){other, at++};
	}
	return other->calls[out->at].ended && !other->calls[out->at].failed;
}

/* What the op's caller calls next behind a place, cleanups and messages left aside; NULL: nothing. */
CGF_UNSEEN static const struct cgf_function *next_behind(struct cgf_op_place place)
{
	for (unsigned i = place.at + 1; i < place.op->count; i++) {
		if (place.op->calls[i].own && !place.op->calls[i].no_recovery)
			return place.op->calls[i].function;
	}
	return NULL;
}

/*
 * Has the op called any function more often behind `here` than it did behind `there`, because `failed`
 * failed? Calls that it makes in both runs may be more only because the library is in another state, such as
 * reads after a seek that failed and was ignored. That is so where the op goes on with the very call that it
 * goes on with in the other run.
 */
CGF_UNSEEN static bool calls_more(struct cgf_op_place here, struct cgf_op_place there,
                                  const struct cgf_function *failed)
{
	bool same_way = next_behind(here) == next_behind(there);
	for (unsigned i = here.at + 1; i < here.op->count; i++) {
		const struct cgf_function *function = here.op->calls[i].function;
		unsigned others = count_behind(there, function, may_recover);
		if (may_recover(&here.op->calls[i]) && count_behind(here, function, may_recover) > others &&
		    (function == failed || !others || !same_way))
			return true;
	}
	return false;
}

/* Did the last call fail only because `failed` did, as a cleanup after an error may? The op would not have
 * made it otherwise, or it would not have failed. */
CGF_UNSEEN static bool follows(struct cgf_op_place failed, unsigned last, struct cgf_op_place succeeded)
{
	const struct cgf_op_call *call = &failed.op->calls[last];
	if (count_behind(failed, call->function, is_any) > count_behind(succeeded, call->function, is_any))
		return true;
	return !call->faults && count_behind(failed, call->function, has_failed) >
	                                count_behind(succeeded, call->function, has_failed);
}

CGF_UNSEEN bool cgf_recovery_is_made(struct cgf_op_place failed, unsigned last, struct cgf_op_place succeeded)
{
	struct cgf_op_place from = failed;
	if (!follows(failed, last, succeeded))
		from.at = last;
	return calls_more(from, succeeded, failed.op->calls[failed.at].function);
}
