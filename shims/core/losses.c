/*
 * losses.c: has an op lost a failed call, or made up for it?
 *
 * Retries, fallbacks and best-effort cleanups are correct, and look like their buggy twins: a failed call,
 * and others after it. What tells them apart is whether the op made those others because of the failure. So
 * the plan is run once more without the fault that made the call fail, and what the op calls behind that
 * place is counted in both runs. That costs a run, and only where an op has not reported a failure.
 *
 * What a goroutine has not told of a failure is lost where it has ended by then. One that lives on does its
 * work for nobody in particular.
 */
#include "losses.h"
#include "answers.h"
#include "errno_verdicts.h"
#include "op_calls.h"
#include "recovery.h"

enum { LOSSES_MAX = 4, FAILURES_MAX = 8 };

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
	int64_t goroutine; /* that met the last failure; 0: the op's caller did */
	unsigned untried;  /* the failures before this one have not had their second run */
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

CGF_UNSEEN static unsigned last_failure(const struct failures *failures)
{
	return failures->places[failures->count - 1];
}

CGF_UNSEEN static bool may_have_recovered(const struct cgf_op_calls *op, const struct failures *failures)
{
	return cgf_recovery_is_possible((struct cgf_op_place){op, last_failure(failures)});
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
		if (call->by_code ? reported != 0 : call->failed == reported)
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

CGF_UNSEEN static bool by_goroutine(const struct failures *failures, const struct cgf_op_calls *op)
{
	return op->calls[last_failure(failures)].by_goroutine;
}

/* Could a second run tell anything that the first one does not? */
CGF_UNSEEN static bool needs_second_run(const struct failures *failures, const struct cgf_op_calls *op,
                                        const struct cgf_op_result *result)
{
	for (unsigned i = 0; i + 1 < failures->count; i++) {
		if (op->calls[failures->places[i]].faults)
			return true;
	}
	return op->calls[last_failure(failures)].faults &&
	       (may_have_recovered(op, failures) || result->question_bytes || result->error);
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
	cgf_copy(loss->failures.places, failures->places, failures->count * sizeof failures->places[0]);
	loss->goroutine = by_goroutine(failures, op) ? cgf_core.callers[op->goroutine].goroutine : 0;
	loss->untried = failures->count;
	loss->made_up_for = false;
	loss->made.count = op->count;
	cgf_copy(loss->made.calls, op->calls, op->count * sizeof op->calls[0]);
}

CGF_UNSEEN void cgf_losses_judge(const struct cgf_caller *caller, const struct cgf_op_result *result)
{
	const struct cgf_op_calls *op = cgf_op_calls_of(caller);
	struct failures failures;
	enum report report = compare_report(&failures, op, result->error);
	/* An error of the program's own is a report: that it is not lost is all that C may ask for. */
	if (report == REPORTS_FAILURE || result->error < 0 || op->too_many)
		return;
	if (report == LACKS_FAILURE &&
	    (by_goroutine(&failures, op) || needs_second_run(&failures, op, result))) {
		note(&failures, op, caller, result);
		return;
	}
	if (report == LACKS_FAILURE && !may_have_recovered(op, &failures))
		cgf_errno_lost(&op->calls[last_failure(&failures)], result->error);
	cgf_errno_judge_false(op, result->error);
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
	cgf_copy(&second.plan, second.first, sizeof second.plan);
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
	if (second.compared)
		loss->made_up_for = second.recovers;
	else if (loss->untried == loss->failures.count - 1)
		loss->made_up_for = may_have_recovered(&loss->made, &loss->failures);
}

CGF_UNSEEN static bool lives_on(int64_t goroutine)
{
	return goroutine && !cgf_core.go_side->has_ended(goroutine);
}

/* The next failure of this op that wants a second run; false: none does. */
CGF_UNSEEN static bool next_failure(struct loss *loss)
{
	if (loss->untried == loss->failures.count && lives_on(loss->goroutine))
		loss->made_up_for = true;
	while (!loss->made_up_for && loss->untried) {
		if (plan_without(loss, loss->failures.places[--loss->untried]))
			return true;
		if (loss->untried == loss->failures.count - 1)
			loss->made_up_for = may_have_recovered(&loss->made, &loss->failures);
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
			cgf_errno_lost(&loss->made.calls[last_failure(&loss->failures)], loss->reported);
		cgf_errno_judge_false(&loss->made, loss->reported);
	}
	second.begun = false;
	return NULL;
}

/* Is what the op reports the answer that the call gives here, or an error that is none of the call's? */
CGF_UNSEEN static bool reports_the_same(const struct loss *loss, struct cgf_op_place succeeded, int reported)
{
	if (loss->reported)
		return loss->reported == reported;
	return cgf_answered(succeeded.op->calls[succeeded.at].id, &loss->asked);
}

CGF_UNSEEN void cgf_losses_compare(const struct cgf_caller *caller, const struct cgf_op_result *result)
{
	const struct loss *loss = &losses[loss_at];
	const struct cgf_op_calls *op = cgf_op_calls_of(caller);
	const struct cgf_op_place failed = {&loss->made, loss->failures.places[loss->untried]};
	struct cgf_op_place succeeded = {0};
	if (caller->number != loss->caller || caller->work_started != loss->work || op->too_many ||
	    !cgf_recovery_counterpart(&succeeded, failed, op))
		return;
	second.compared = true;
	second.recovers = cgf_recovery_is_made(failed, last_failure(&loss->failures), succeeded) ||
	                  reports_the_same(loss, succeeded, result->error);
}
