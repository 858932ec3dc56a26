/*
 * show_plan.c: see show_plan.h.
 */
#include "show_plan.h"

#include "advice.h"
#include "keep.h"
#include "plan.h"

#include "plans/say.h"

#include <stdio.h>
#include <string.h>

/* What the verdict and the faults say without a run. A comment that has stood there says more. */
static void explain(struct cgf_own_plan *plan)
{
	static struct cgf_own_finding finding;
	struct cgf_own_advice advice;
	char line[sizeof(advice.what)];

	finding = (struct cgf_own_finding){.fault_count = plan->fault_count};
	memcpy(finding.faults, plan->faults, plan->fault_count * sizeof(finding.faults[0]));
	if (!cgf_verdict_read(&finding.verdict.verdict, plan->verdict))
		return;
	if (plan->comment[0] == '\0')
		cgf_own_keep_comment(plan, &finding);
	cgf_own_advise(&advice, &finding);
	if (!strstr(plan->comment, "Rule: ")) {
		snprintf(line, sizeof(line), "Rule: %s.", advice.rule);
		cgf_own_plan_comment(plan, line);
	}
}

static void explain_faults(struct cgf_own_plan *plan)
{
	char word[CGF_OWN_FAULT_BYTES_MAX], what[CGF_OWN_FAULT_BYTES_MAX + 64];
	char line[sizeof(word) + sizeof(what) + 64];

	for (size_t i = 0; i < plan->fault_count; i++) {
		cgf_own_fault_write(word, sizeof(word), &plan->faults[i]);
		cgf_own_fault_describe(what, sizeof(what), &plan->faults[i]);
		snprintf(line, sizeof(line), "%s: %s, at its call %u in the process.", word, what,
		         plan->faults[i].number);
		cgf_own_plan_comment(plan, line);
	}
}

int cgf_own_show(const char *name, const char *text)
{
	static struct cgf_own_plan plan;
	static char out[CGF_OWN_PLAN_BYTES_MAX];
	char why[256];

	if (cgf_own_plan_read(&plan, text, why, sizeof(why)) != 0)
		return cgf_wrong_usage("%s: %s", name, why);
	explain(&plan);
	explain_faults(&plan);
	cgf_own_plan_comment(&plan, plan.state == CGF_OWN_FIXED ? "Fixed: it must not come back."
	                                                        : "Known: the bug is there, and expected.");
	if (cgf_own_plan_write(out, sizeof(out), &plan) < 0)
		return cgf_harness_failed("%s: the plan has more than %d bytes", name,
		                          CGF_OWN_PLAN_BYTES_MAX);
	fputs(out, stdout);
	return 0;
}
