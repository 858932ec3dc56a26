/*
 * confirm.c: see confirm.h.
 */
#include "confirm.h"

#include "cause.h"
#include "test_run.h"

#include "plans/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIES_MAX = 2 };

/* A report's file is cut to its folder's name and its own: in a package that is tested, the folder is known.
 */
static bool find_file(char *out, size_t size, const struct cgf_own_session *session, const char *file)
{
	for (size_t i = 0; i < session->packages.tested_count; i++) {
		const char *folder = session->packages.tested[i].source, *name = strrchr(folder, '/');
		char path[CGF_PATH_BYTES_MAX];
		size_t length = name ? strlen(name + 1) : 0;

		if (length == 0 || strncmp(file, name + 1, length) != 0 || file[length] != '/' ||
		    !cgf_text_make(path, sizeof(path), "%s%s", folder, file + length))
			continue;
		snprintf(out, size, "%s", cgf_own_file_shown(path));
		return true;
	}
	return false;
}

/* Cuts "gpgme.(*Context).Verify gpgme/gpgme.go:434" of a report in two. */
static void split_go_line(struct cgf_own_finding *out, const struct cgf_own_session *session, const char *go)
{
	size_t size = strcspn(go, " ");
	const char *file = go + size + (go[size] == ' ');

	snprintf(out->function, sizeof(out->function), "%.*s", (int)size, go);
	if (!find_file(out->line, sizeof(out->line), session, file))
		snprintf(out->line, sizeof(out->line), "%s", file);
}

void cgf_own_find_line(struct cgf_own_finding *out, struct cgf_own_session *session, const char *line)
{
	const struct cgf_own_verdict *verdict = &out->verdict;

	out->function[0] = out->by_line[0] = '\0';
	snprintf(out->line, sizeof(out->line), "%s", line);
	if (verdict->verdict.go[0] != '\0') {
		split_go_line(out, session, verdict->verdict.go);
	} else if (verdict->pc != 0) {
		struct cgf_own_place place = cgf_own_test_place(session, out->test, verdict->pc);

		snprintf(out->function, sizeof(out->function), "%s", place.function);
		snprintf(out->line, sizeof(out->line), "%s", place.line);
	}
	if (verdict->by_pc != 0)
		snprintf(out->by_line, sizeof(out->by_line), "%s",
		         cgf_own_test_place(session, out->test, verdict->by_pc).line);
}

/* "gpgme.(*Context).Verify" is of Go. C++ has its own parentheses, and no dot. */
static bool is_of_go(const char *function)
{
	return strchr(function, '.') != NULL;
}

/* A line of Go is in one function, which has another name wherever it was inlined. */
static bool is_same(const struct cgf_own_finding *a, const struct cgf_own_finding *b)
{
	const struct cgf_verdict *left = &a->verdict.verdict, *right = &b->verdict.verdict;

	if (strcmp(a->line, b->line) != 0)
		return false;
	if (is_of_go(left->at) && is_of_go(right->at) && strchr(a->line, ':'))
		return strcmp(left->name, right->name) == 0;
	return cgf_verdict_same(left, right);
}

static struct cgf_own_finding *find(const struct cgf_own_session *session, const struct cgf_own_finding *like)
{
	for (size_t i = 0; i < session->finding_count; i++)
		if (is_same(&session->findings[i], like))
			return &session->findings[i];
	return NULL;
}

/* Runs without a fault, once more: a busy machine, or what the test's other runs left behind, may have
 * changed them. */
static int check_steady(struct cgf_own_session *session, size_t index)
{
	struct cgf_own_test *test = &session->tests[index];
	int code = 0;

	if (test->steady)
		return 0;
	test->steady = true;
	for (int i = 0; i < CGF_OWN_CONFIRMATIONS && code == 0 && test->steady; i++) {
		struct cgf_own_ended ended;

		code = cgf_own_test_run(&ended, session, index, NULL, 0);
		session->baseline_runs++;
		test->steady = code == 0 && strcmp(ended.verdict.verdict.name, "none") == 0 &&
		               ended.verdict.result == test->result;
		cgf_own_trace_compare(&test->trace, &ended.trace);
		cgf_own_trace_free(&ended.trace);
	}
	return code;
}

/* Is one of the calls that suffer the faults another one in each run? */
static bool is_uneven(const struct cgf_own_test *test, const struct cgf_own_finding *finding)
{
	for (size_t i = 0; i < test->trace.site_count; i++) {
		const struct cgf_own_site *site = &test->trace.sites[i];

		for (size_t j = 0; site->uneven && j < finding->fault_count; j++)
			if (strcmp(finding->faults[j].function, site->function) == 0 &&
			    cgf_own_site_has(site, finding->faults[j].number))
				return true;
	}
	return false;
}

/* A report of memory names neither a line of Go nor a call: a run that tells of its calls does. */
static int locate(struct cgf_own_finding *finding, struct cgf_own_session *session)
{
	struct cgf_own_ended ended;
	int code;

	if (finding->fault_count == 0 || finding->verdict.pc != 0 || finding->verdict.verdict.go[0] != '\0' ||
	    !cgf_own_is_report(&finding->verdict))
		return 0;
	code = cgf_own_test_run_traced(&ended, session, finding->test, finding->faults, finding->fault_count);
	session->runs++;
	finding->located = true;
	cgf_own_trace_free(&ended.trace);
	if (code == 0 && cgf_verdict_same(&ended.verdict.verdict, &finding->verdict.verdict))
		finding->verdict.pc = ended.verdict.pc;
	return code;
}

/* Runs with the faults, until one does not agree. */
static int count_agreeing(struct cgf_own_session *session, struct cgf_own_finding *finding, const char *line)
{
	finding->agreed = finding->tried = 0;
	while (finding->tried < CGF_OWN_CONFIRMATIONS && finding->agreed == finding->tried) {
		struct cgf_own_finding again = {.test = finding->test};
		struct cgf_own_ended ended;
		int code = (finding->located ? cgf_own_test_run_traced : cgf_own_test_run)(
		        &ended, session, finding->test, finding->faults, finding->fault_count);

		cgf_own_trace_free(&ended.trace);
		if (code != 0)
			return code;
		session->runs++;
		again.verdict = ended.verdict;
		cgf_own_find_line(&again, session, line);
		finding->tried++;
		finding->agreed += is_same(&again, finding);
	}
	return 0;
}

static int confirm(struct cgf_own_session *session, struct cgf_own_finding *finding, const char *line)
{
	struct cgf_own_test *test = &session->tests[finding->test];
	int code = finding->fault_count ? check_steady(session, finding->test) : 0;

	if (code != 0)
		return code;
	if (finding->fault_count && !test->steady) {
		snprintf(test->left_out, sizeof(test->left_out),
		         "its results without a fault differ from those before");
		return 0;
	}
	if (is_uneven(test, finding))
		return 0;
	code = count_agreeing(session, finding, line);
	finding->confirmed = code == 0 && finding->agreed == CGF_OWN_CONFIRMATIONS;
	return finding->confirmed ? cgf_own_cause_find(finding, session) : code;
}

static struct cgf_own_finding *add(struct cgf_own_session *session, const struct cgf_own_finding *finding)
{
	if (!session->findings)
		session->findings = calloc(CGF_OWN_FINDINGS_MAX, sizeof(*session->findings));
	if (!session->findings || session->finding_count == CGF_OWN_FINDINGS_MAX)
		return NULL;
	session->findings[session->finding_count] = *finding;
	return &session->findings[session->finding_count++];
}

/* Collections in calls that come after a question: which of them it was is not said. */
static bool is_vague(const struct cgf_own_finding *finding)
{
	return finding->faults[0].kind == CGF_OWN_KEPT &&
	       strcmp(finding->verdict.verdict.name, "contract/kept-pointer") != 0;
}

/* A collection lets other goroutines go on too: a call that is late and does the same says that it is these.
 */
static bool is_late(const struct cgf_own_finding *finding)
{
	return cgf_own_fault_is_late(finding->faults[0].kind);
}

/* One fault in the very call that the finding is about says more than any other. */
static bool is_plainer(const struct cgf_own_finding *claim, const struct cgf_own_finding *finding)
{
	const char *at = claim->verdict.verdict.at;

	if (claim->fault_count != 1 || finding->fault_count == 0 || is_vague(claim))
		return false;
	if (is_late(claim) != is_late(finding))
		return is_late(claim);
	return is_vague(finding) ||
	       (strcmp(claim->faults[0].function, at) == 0 && strcmp(finding->faults[0].function, at) != 0);
}

/* The finding is known. A plainer way to show it takes its place if it is confirmed as well. */
static int note_again(struct cgf_own_session *session, struct cgf_own_finding *finding,
                      struct cgf_own_finding *claim, const char *line)
{
	int code;

	finding->seen++;
	if (!finding->confirmed || !is_plainer(claim, finding))
		return 0;
	claim->seen = finding->seen;
	code = confirm(session, claim, line);
	if (code == 0 && claim->confirmed)
		*finding = *claim;
	return code;
}

int cgf_own_claim(struct cgf_own_session *session, size_t test, const struct cgf_own_fault *faults,
                  size_t fault_count, const struct cgf_own_verdict *verdict, const char *line)
{
	static struct cgf_own_finding claim;
	struct cgf_own_finding *finding;
	int code;

	claim = (struct cgf_own_finding){.verdict = *verdict,
	                                 .test = test,
	                                 .fault_count = fault_count,
	                                 .fails_in_plain = session->tests[test].fails_in_plain};
	for (size_t i = 0; i < fault_count; i++)
		claim.faults[i] = faults[i];
	code = locate(&claim, session);
	if (code != 0)
		return code;
	cgf_own_find_line(&claim, session, line);
	finding = find(session, &claim);
	if (finding && (finding->confirmed || finding->seen >= TRIES_MAX))
		return note_again(session, finding, &claim, line);
	claim.seen = finding ? finding->seen + 1 : 1;
	if (finding)
		*finding = claim;
	else
		finding = add(session, &claim);
	if (!finding)
		return cgf_harness_failed("more than %d findings: name fewer packages, or use --run",
		                          CGF_OWN_FINDINGS_MAX);
	return confirm(session, finding, line);
}
