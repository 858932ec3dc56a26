/*
 * plan_session.c: see plan_session.h.
 */
#include "plan_session.h"

#include "confirm.h"
#include "test_run.h"
#include "tests.h"
#include "units.h"

#include "plans/progress.h"
#include "plans/say.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void make_options(struct cgf_own_plan_session *of)
{
	const struct cgf_own_plan *plan = &of->plan;
	char *rest = of->with_words, *word;
	size_t count = 0;

	of->patterns[0] = plan->package;
	strcpy(of->with_words, plan->with);
	while ((word = strsep(&rest, " ")) && count < CGF_OWN_PLAN_WITH_MAX)
		if (*word)
			of->with[count++] = word;
	snprintf(of->run, sizeof(of->run), "^(%s)$", plan->test);
	of->session.options = (struct cgf_own_options){.patterns = of->patterns,
	                                               .with = of->with,
	                                               .tags = *plan->tags ? plan->tags : NULL,
	                                               .sanitizer = plan->sanitizer,
	                                               .run = of->run};
}

int cgf_own_plan_open(struct cgf_own_plan_session *out, const char *name, const char *text, FILE *to)
{
	char why[256];
	int code;

	*out = (struct cgf_own_plan_session){.name = name, .session = {.to = to, .end_ms = INT64_MAX}};
	if (cgf_own_plan_read(&out->plan, text, why, sizeof(why)) != 0)
		return cgf_wrong_usage("%s: %s", name, why);
	make_options(out);
	code = cgf_own_session_build(&out->session);
	if (code == 0)
		code = cgf_own_tests_list(&out->session);
	if (code == 0 && !cgf_own_units_join(&out->session, out->plan.test))
		code = cgf_harness_failed("%s: %s has no test %s: was it renamed?", name, out->plan.package,
		                          out->plan.test);
	return code;
}

bool cgf_own_plan_found(const struct cgf_own_ended *ended)
{
	return cgf_verdict_exit_code(&ended->verdict.verdict) == CGF_EXIT_FOUND;
}

/* Where Go made the call that suffered the fault, 0 where that is not known. */
static uint64_t find_call(const struct cgf_own_trace *trace, const struct cgf_own_fault *fault)
{
	for (size_t i = 0; i < trace->site_count; i++)
		if (strcmp(trace->sites[i].function, fault->function) == 0 &&
		    cgf_own_site_has(&trace->sites[i], fault->number))
			return trace->sites[i].pc;
	return 0;
}

int cgf_own_plan_run(struct cgf_own_ended *out, struct cgf_own_plan_session *of,
                     const struct cgf_own_fault *faults, size_t fault_count)
{
	char program[CGF_PATH_BYTES_MAX];
	struct cgf_own_session *session = &of->session;
	struct cgf_own_run_request request = cgf_own_test_request(program, session, 0);
	struct cgf_own_place place;
	int code;

	request.faults = faults;
	request.fault_count = fault_count;
	code = cgf_own_run(out, &request);
	if (code == 0 && cgf_own_plan_found(out) && out->verdict.pc == 0 && fault_count > 0)
		out->verdict.pc = find_call(&out->trace, &faults[0]);
	if (code != 0 || out->verdict.verdict.go[0] != '\0' || out->verdict.pc == 0)
		return code;
	place = cgf_own_test_place(session, 0, out->verdict.pc);
	cgf_text_make(out->verdict.verdict.go, sizeof(out->verdict.verdict.go), "%s %s", place.function,
	              place.line);
	return 0;
}

/* A run that ends by the first fault says nothing about the others. */
int cgf_own_plan_check_fired(const struct cgf_own_plan_session *of, const struct cgf_own_ended *ended)
{
	if (ended->trace.not_fired > 0)
		return cgf_harness_failed("%s: the fault did not happen: %s", of->name,
		                          ended->trace.not_fired_lines[0]);
	if (cgf_own_says_nothing(ended))
		return cgf_harness_failed("%s: the fault did not happen: nothing would see it now", of->name);
	if (ended->trace.fired == 0 && of->plan.fault_count > 0 && !cgf_own_plan_found(ended))
		return cgf_harness_failed("%s: the fault did not happen: %s makes no such call now", of->name,
		                          of->plan.test);
	return 0;
}

/* How many of CGF_OWN_CONFIRMATIONS runs are like the first: stops at the one that is not. */
static int count_alike(long *alike, struct cgf_own_verdict *first, struct cgf_own_plan_session *of,
                       const struct cgf_own_fault *faults, size_t fault_count)
{
	bool is_alike = true;
	int code = 0;

	for (*alike = 0; *alike < CGF_OWN_CONFIRMATIONS && is_alike && code == 0; *alike += is_alike) {
		struct cgf_own_ended ended;

		code = cgf_own_plan_run(&ended, of, faults, fault_count);
		cgf_own_trace_free(&ended.trace);
		if (*alike == 0)
			*first = ended.verdict;
		is_alike = code == 0 && cgf_verdict_same(&first->verdict, &ended.verdict.verdict);
		cgf_progress("%ld of %d runs", *alike + 1, CGF_OWN_CONFIRMATIONS);
	}
	cgf_progress_end();
	return code;
}

int cgf_own_plan_confirm(struct cgf_own_verdict *out, struct cgf_own_plan_session *of,
                         const struct cgf_own_fault *faults, size_t fault_count)
{
	long alike;
	int code = count_alike(&alike, out, of, faults, fault_count);

	if (code != 0 ||
	    (alike == CGF_OWN_CONFIRMATIONS && cgf_verdict_exit_code(&out->verdict) == CGF_EXIT_FOUND))
		return code;
	return cgf_harness_failed("%s: %d runs do not agree on a finding (the first: %s)", of->name,
	                          CGF_OWN_CONFIRMATIONS, out->verdict.name);
}

int cgf_own_plan_check_silent(struct cgf_own_plan_session *of)
{
	struct cgf_own_verdict verdict;
	long alike;
	int code = count_alike(&alike, &verdict, of, NULL, 0);

	if (code != 0 || (alike == CGF_OWN_CONFIRMATIONS && strcmp(verdict.verdict.name, "none") == 0))
		return code;
	return cgf_harness_failed("%s: %s is not silent in each of %d runs without the fault (the first: %s)",
	                          of->name, of->session.tests[0].name, CGF_OWN_CONFIRMATIONS,
	                          verdict.verdict.name);
}

void cgf_own_plan_finding(struct cgf_own_finding *out, struct cgf_own_plan_session *of,
                          const struct cgf_own_verdict *verdict)
{
	*out = (struct cgf_own_finding){.verdict = *verdict, .fault_count = of->plan.fault_count};
	memcpy(out->faults, of->plan.faults, of->plan.fault_count * sizeof(out->faults[0]));
	cgf_own_find_line(out, &of->session, "");
}

void cgf_own_plan_close(struct cgf_own_plan_session *of)
{
	cgf_own_session_end(&of->session);
}
