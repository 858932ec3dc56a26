/*
 * losses.c: has an op lost a failed call, or made up for it?
 *
 * Retries, fallbacks and best-effort cleanups are correct, and look like their buggy twins: a failed call,
 * and others after it. What tells them apart is whether the op made those others because of the failure. So
 * the plan is run once more without the fault that made the call fail, and what the op calls behind that
 * place is counted in both runs. That costs a run, and only where an op has not reported a failure.
 */
#include "losses.h"
#include "answers.h"
#include "op_calls.h"
#include "print.h"
#include "report.h"

#include <string.h>

enum { LOSSES_MAX = 4, FAILURES_MAX = 8, WANT_GOT_BYTES = 96 };

/* The failed calls of an op that reported none of them: places in its calls. The last ones, of too many. */
struct failures {
	unsigned count;
	unsigned places[FAILURES_MAX];
};

struct loss {
	unsigned caller;
	uint32_t work; /* which of the run's ops */
	unsigned step; /* of the plan, which began it */
	int reported;  /* by the op */
	struct cgf_asked asked;
	struct failures failures;
	unsigned untried; /* the failures before this one have not had their second run */
	bool made_up_for;
	struct cgf_op_calls made;
};

static struct loss losses[LOSSES_MAX];
static unsigned loss_count, loss_at;

/* The second run under way, which lacks the fault of the failure `untried` of the loss `loss_at`. */
static struct {
	bool begun;
	const struct cgf_plan *first;
	struct cgf_plan plan;
	bool compared; /* the op came to that place there too, and the call succeeded */
	bool recovers; /* the op makes up for the failure */
} second;

CGF_UNSEEN void cgf_losses_reset(void)
{
	loss_count = loss_at = 0;
	second.begun = false;
}

/* ---- what an op has called ---- */

CGF_UNSEEN static bool recovers_by(const struct cgf_op_call *call)
{
	return call->ended && !call->failed && !call->no_recovery;
}

CGF_UNSEEN static bool anything_behind(const struct cgf_op_calls *op, unsigned place)
{
	for (unsigned i = place + 1; i < op->count; i++) {
		if (recovers_by(&op->calls[i]))
			return true;
	}
	return false;
}

CGF_UNSEEN static bool that_failed(const struct cgf_op_call *call)
{
	return call->failed;
}

CGF_UNSEEN static bool of_any_kind(const struct cgf_op_call *call)
{
	return call->function;
}

CGF_UNSEEN static unsigned count_behind(const struct cgf_op_calls *op, unsigned place,
                                        const struct cgf_function *function,
                                        bool (*counts)(const struct cgf_op_call *))
{
	unsigned count = 0;
	for (unsigned i = place + 1; i < op->count; i++)
		count += op->calls[i].function == function && counts(&op->calls[i]);
	return count;
}

/* What the op's caller calls next behind a place, cleanups and messages left aside; NULL: nothing. */
CGF_UNSEEN static const struct cgf_function *next_behind(const struct cgf_op_calls *op, unsigned place)
{
	for (unsigned i = place + 1; i < op->count; i++) {
		if (op->calls[i].own && !op->calls[i].no_recovery)
			return op->calls[i].function;
	}
	return NULL;
}

/*
 * Has the op called any function more often behind that place than it did in the other run, because `failed`
 * failed? Calls that it makes there in both runs may be more only because the library is in another state,
 * such as reads after a seek that failed and was ignored. That is so where the op goes on with the very call
 * that it goes on with in the other run.
 */
CGF_UNSEEN static bool more_behind(const struct cgf_op_calls *op, unsigned place,
                                   const struct cgf_op_calls *other, unsigned other_place,
                                   const struct cgf_function *failed)
{
	bool same_way = next_behind(op, place) == next_behind(other, other_place);
	for (unsigned i = place + 1; i < op->count; i++) {
		const struct cgf_function *function = op->calls[i].function;
		unsigned others = count_behind(other, other_place, function, recovers_by);
		if (recovers_by(&op->calls[i]) && count_behind(op, place, function, recovers_by) > others &&
		    (function == failed || !others || !same_way))
			return true;
	}
	return false;
}

/* ---- the verdicts ---- */

/* "want=ENOSPC got=nil call=7". The supervisor takes the call's number and
 * finds its Go line. */
CGF_UNSEEN static void want_got(char *out, int want, int got, uint32_t id)
{
	char number[24];
	const char *want_name = want ? strerrorname_np(want) : "nil";
	const char *got_name = got ? strerrorname_np(got) : "nil";
	cgf_decimal(id, number);
	const char *const parts[] = {"want=",  want_name ? want_name : "unknown",
	                             " got=",  got_name ? got_name : "unknown",
	                             " call=", number};
	for (unsigned i = 0; i < sizeof parts / sizeof *parts; i++) {
		for (const char *at = parts[i]; *at; at++)
			*out++ = *at;
	}
	*out = 0;
}

_Noreturn CGF_UNSEEN static void lost(const struct cgf_op_call *call, int reported)
{
	char more[WANT_GOT_BYTES];
	want_got(more, call->failed, reported, call->id);
	cgf_found("errno/lost", call->function->name, more, 0);
}

/* The op reports an errno that no call failed with. That is its own affair, unless a call that succeeded left
 * it. */
CGF_UNSEEN static void judge_false(const struct cgf_op_calls *op, int reported)
{
	char more[WANT_GOT_BYTES];
	for (unsigned i = op->count; reported > 0 && i-- > 0;) {
		const struct cgf_op_call *call = &op->calls[i];
		if (call->left == reported) {
			want_got(more, 0, reported, call->id);
			cgf_found("errno/false", call->function->name, more, 0);
		}
	}
}

/* ---- at the op's end ---- */

enum report { REPORTS_FAILURE, LACKS_FAILURE, HAD_NO_FAILURE };

CGF_UNSEEN static enum report compare_report(struct failures *out, const struct cgf_op_calls *op,
                                             int reported)
{
	out->count = 0;
	for (unsigned i = 0; i < op->count; i++) {
		const struct cgf_op_call *call = &op->calls[i];
		if (!call->failed || !call->own)
			continue;
		if (call->failed == reported)
			return REPORTS_FAILURE;
		if (out->count == FAILURES_MAX) {
			for (unsigned j = 1; j < FAILURES_MAX; j++)
				out->places[j - 1] = out->places[j];
			out->count--;
		}
		out->places[out->count++] = i;
	}
	return out->count ? LACKS_FAILURE : HAD_NO_FAILURE;
}

/* Could a second run tell anything that the first one does not? */
CGF_UNSEEN static bool needs_second_run(const struct failures *failures, const struct cgf_op_calls *op,
                                        const struct cgf_op_result *result)
{
	unsigned last = failures->places[failures->count - 1];
	for (unsigned i = 0; i + 1 < failures->count; i++) {
		if (op->calls[failures->places[i]].faults)
			return true;
	}
	return op->calls[last].faults &&
	       (anything_behind(op, last) || result->question_bytes || result->error);
}

/* Of more ops than there is room for, those that returned first are judged. */
CGF_UNSEEN static void note(const struct failures *failures, const struct cgf_op_calls *op,
                            const struct cgf_caller *caller, const struct cgf_op_result *result)
{
	if (loss_count == LOSSES_MAX)
		return;
	struct loss *loss = &losses[loss_count++];
	loss->caller = caller->number;
	loss->work = caller->work_started;
	loss->step = caller->work_step;
	loss->reported = result->error;
	loss->asked = cgf_asked(result);
	loss->failures.count = failures->count;
	for (unsigned i = 0; i < failures->count; i++)
		loss->failures.places[i] = failures->places[i];
	loss->untried = failures->count;
	loss->made_up_for = false;
	loss->made.count = op->count;
	for (unsigned i = 0; i < op->count; i++)
		loss->made.calls[i] = op->calls[i];
}

CGF_UNSEEN void cgf_losses_judge(const struct cgf_caller *caller, const struct cgf_op_result *result)
{
	const struct cgf_op_calls *op = cgf_op_calls_of(caller);
	struct failures failures;
	enum report report = compare_report(&failures, op, result->error);
	/* An error of the program's own is a report: that it is not lost is all that C may ask for. */
	if (report == REPORTS_FAILURE || result->error < 0 || op->too_many)
		return;
	if (report == LACKS_FAILURE && needs_second_run(&failures, op, result)) {
		note(&failures, op, caller, result);
		return;
	}
	if (report == LACKS_FAILURE && !anything_behind(op, failures.places[failures.count - 1]))
		lost(&op->calls[failures.places[failures.count - 1]], result->error);
	judge_false(op, result->error);
}

/* ---- second runs ---- */

/* Those of the op's faults that stay as they are in the second run: what they did before the failure, and
 * what they did without making a call fail. */
CGF_UNSEEN static uint8_t faults_kept(const struct cgf_op_calls *op, unsigned place)
{
	uint8_t kept = 0;
	for (unsigned i = 0; i < op->count; i++) {
		if (i < place || !op->calls[i].failed)
			kept |= op->calls[i].faults;
	}
	return kept;
}

/* Makes the plan without what made this call fail, and without what would make later ones fail. False:
 * nothing in the plan made it fail. */
CGF_UNSEEN static bool plan_without(const struct loss *loss, unsigned place)
{
	const struct cgf_step *step = &second.first->steps[loss->step];
	struct cgf_step *changed = &second.plan.steps[loss->step];
	uint8_t kept = faults_kept(&loss->made, place);
	if (!loss->made.calls[place].faults)
		return false;
	second.plan = *second.first;
	changed->fault_count = 0;
	for (unsigned i = 0; i < step->fault_count; i++) {
		enum cgf_site_kind kind = cgf_core.sites[step->faults[i].site].kind;
		bool fails = kind == CGF_SITE_ERRNO || kind == CGF_SITE_OTHER;
		if (!fails || kept & 1U << i)
			changed->faults[changed->fault_count++] = step->faults[i];
	}
	return true;
}

/* What came of the second run for the failure that it was about. */
CGF_UNSEEN static void settle(struct loss *loss)
{
	unsigned last = loss->failures.count - 1;
	if (second.compared)
		loss->made_up_for = second.recovers;
	else if (loss->untried == last)
		loss->made_up_for = anything_behind(&loss->made, loss->failures.places[last]);
}

/* The next failure of this op that wants a second run; false: none does. */
CGF_UNSEEN static bool next_failure(struct loss *loss)
{
	while (!loss->made_up_for && loss->untried) {
		unsigned place = loss->failures.places[--loss->untried];
		if (plan_without(loss, place))
			return true;
		if (loss->untried == loss->failures.count - 1)
			loss->made_up_for = anything_behind(&loss->made, place);
	}
	return false;
}

CGF_UNSEEN bool cgf_losses_open(void)
{
	return loss_at < loss_count;
}

CGF_UNSEEN const struct cgf_plan *cgf_losses_next(void)
{
	if (second.begun)
		settle(&losses[loss_at]);
	else
		second.first = cgf_core.plan;
	for (; loss_at < loss_count; loss_at++) {
		struct loss *loss = &losses[loss_at];
		if (next_failure(loss)) {
			second.compared = second.recovers = false;
			second.begun = true;
			return &second.plan;
		}
		if (!loss->made_up_for)
			lost(&loss->made.calls[loss->failures.places[loss->failures.count - 1]],
			     loss->reported);
		judge_false(&loss->made, loss->reported);
	}
	second.begun = false;
	return NULL;
}

/* The place in the second run: the op's caller must have called the same up to there, and succeeded there.
 * -1: there is none, since the program went another way. */
CGF_UNSEEN static int place_in_second(const struct loss *loss, const struct cgf_op_calls *op, unsigned place)
{
	unsigned other = 0;
	for (unsigned i = 0; i <= place; i++, other++) {
		const struct cgf_op_call *call = &loss->made.calls[i];
		while (i < place && !call->own)
			call = &loss->made.calls[++i];
		while (other < op->count && !op->calls[other].own)
			other++;
		if (other == op->count || op->calls[other].function != call->function)
			return -1;
		if (i < place && op->calls[other].failed != call->failed)
			return -1;
	}
	const struct cgf_op_call *found = &op->calls[--other];
	return found->ended && !found->failed ? (int)other : -1;
}

/* Is what the op reports the answer that the call gives here, or an error that is none of the call's? */
CGF_UNSEEN static bool reports_the_same(const struct loss *loss, const struct cgf_op_call *call, int reported)
{
	return loss->reported ? loss->reported == reported : cgf_answered(call->id, &loss->asked);
}

/* Did the last call fail only because the one at `place` did? The op would not have made it, or it would not
 * have failed.
 */
CGF_UNSEEN static bool follows_from(const struct cgf_op_calls *made, unsigned place, unsigned last,
                                    const struct cgf_op_calls *other, unsigned other_place)
{
	const struct cgf_op_call *call = &made->calls[last];
	unsigned calls = count_behind(made, place, call->function, of_any_kind);
	unsigned failed = count_behind(made, place, call->function, that_failed);
	return calls > count_behind(other, other_place, call->function, of_any_kind) ||
	       (!call->faults && failed > count_behind(other, other_place, call->function, that_failed));
}

CGF_UNSEEN void cgf_losses_compare(const struct cgf_caller *caller, const struct cgf_op_result *result)
{
	const struct loss *loss = &losses[loss_at];
	const struct cgf_op_calls *op = cgf_op_calls_of(caller), *made = &loss->made;
	if (caller->number != loss->caller || caller->work_started != loss->work || op->too_many)
		return;
	unsigned place = loss->failures.places[loss->untried];
	unsigned last = loss->failures.places[loss->failures.count - 1];
	const struct cgf_function *failed = made->calls[place].function;
	int found = place_in_second(loss, op, place);
	if (found < 0)
		return;
	unsigned other = (unsigned)found;
	second.compared = true;
	bool follows = follows_from(made, place, last, op, other);
	second.recovers = more_behind(made, follows ? place : last, op, other, failed) ||
	                  reports_the_same(loss, &op->calls[other], result->error);
}
