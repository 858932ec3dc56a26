/*
 * minimize.c: see minimize.h.
 */
#include "minimize.h"

#include "cause.h"
#include "keep.h"
#include "reduce.h"
#include "units.h"

#include "plans/give.h"
#include "plans/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Does the test do it without any fault? */
static int try_without_faults(struct cgf_own_plan_session *of, const struct cgf_own_verdict *verdict)
{
	struct cgf_own_ended ended;
	int code = of->plan.fault_count ? cgf_own_plan_run(&ended, of, NULL, 0) : 0;

	if (of->plan.fault_count == 0)
		return 0;
	cgf_own_trace_free(&ended.trace);
	if (code == 0 && cgf_verdict_same(&ended.verdict.verdict, &verdict->verdict))
		of->plan.fault_count = 0;
	return code;
}

/* The unit's name without one of its tests; false: it has no more than that one. */
static bool leave_out(char *out, const char *unit, size_t index)
{
	const char *one;
	size_t length, size = 0;

	*out = '\0';
	for (size_t i = 0; (length = cgf_own_unit_next(&one, &unit)) > 0; i++)
		if (i != index)
			size += (size_t)sprintf(out + size, "%s%.*s", size ? "|" : "", (int)length, one);
	return size > 0;
}

/* One test of a unit after the other. */
static int reduce_unit(struct cgf_own_plan_session *of, const struct cgf_own_verdict *verdict)
{
	struct cgf_own_test *test = &of->session.tests[0];
	char fewer[CGF_OWN_WORD_BYTES_MAX];
	int code = 0;

	for (size_t i = 0; code == 0 && cgf_own_is_unit(of->plan.test) && i < CGF_OWN_UNIT_TESTS_MAX;) {
		struct cgf_own_ended ended;
		char *all = test->name;
		bool is_same;

		if (!leave_out(fewer, of->plan.test, i) || strcmp(fewer, of->plan.test) == 0)
			return 0;
		test->name = fewer;
		code = cgf_own_plan_run(&ended, of, of->plan.faults, of->plan.fault_count);
		cgf_own_trace_free(&ended.trace);
		is_same = code == 0 && cgf_verdict_same(&ended.verdict.verdict, &verdict->verdict);
		test->name = is_same ? strdup(fewer) : all;
		if (!is_same) {
			i++;
			continue;
		}
		free(all);
		if (!test->name)
			return cgf_harness_failed("out of memory");
		strcpy(of->plan.test, fewer);
	}
	return code;
}

static int reduce(struct cgf_own_plan_session *of)
{
	struct cgf_own_plan *plan = &of->plan;
	struct cgf_own_verdict verdict = {0};
	size_t count = plan->fault_count;
	int code = 0;

	if (count > 0) {
		code = cgf_own_reduce(&verdict, plan->faults, &count, &of->session, 0);
		if (code == 0 && count == 0)
			return cgf_harness_failed("%s: a run with its faults was silent", of->name);
		plan->fault_count = count;
	}
	if (code == 0)
		code = try_without_faults(of, &verdict);
	return code == 0 && *verdict.verdict.name ? reduce_unit(of, &verdict) : code;
}

int cgf_own_plan_minimize(struct cgf_own_verdict *out, struct cgf_own_plan_session *of)
{
	static struct cgf_own_finding finding;
	struct cgf_own_plan *plan = &of->plan;
	size_t faults = plan->fault_count, tests = strlen(plan->test);
	int code = cgf_own_plan_confirm(out, of, plan->faults, plan->fault_count);

	if (code == 0)
		code = reduce(of);
	if (code == 0)
		code = cgf_own_plan_confirm(out, of, plan->faults, plan->fault_count);
	if (code != 0)
		return code;
	cgf_text_make(plan->verdict, sizeof(plan->verdict), "%s%s%s", out->verdict.name,
	              *out->verdict.at ? " at=" : "", out->verdict.at);
	if (plan->fault_count != faults || strlen(plan->test) != tests)
		plan->comment[0] = '\0';
	if (plan->comment[0] == '\0') {
		cgf_own_plan_finding(&finding, of, out);
		code = cgf_own_cause_find(&finding, &of->session);
		cgf_own_keep_comment(plan, &finding);
	}
	return code;
}

static int write_plan(const struct cgf_own_plan *plan, const char *output)
{
	static char text[CGF_OWN_PLAN_BYTES_MAX];
	int length = cgf_own_plan_write(text, sizeof(text), plan);

	if (length < 0)
		return cgf_harness_failed("the plan has more than %d bytes", CGF_OWN_PLAN_BYTES_MAX);
	return cgf_plan_give(output, text, (size_t)length);
}

int cgf_own_minimize(const char *name, const char *text, const char *output)
{
	static struct cgf_own_plan_session of;
	struct cgf_own_verdict verdict;
	int code = cgf_own_plan_open(&of, name, text, stderr);

	if (code == 0)
		code = cgf_own_plan_minimize(&verdict, &of);
	if (code == 0)
		code = write_plan(&of.plan, output);
	cgf_own_plan_close(&of);
	return code == -EINTR ? CGF_EXIT_INTERRUPTED : code;
}
