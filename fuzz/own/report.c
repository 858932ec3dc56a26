/*
 * report.c: the report for people.
 */
#include "report.h"

#include "advice.h"
#include "units.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

/* A test's name, with its package's where there are several. */
static const char *shown(const struct cgf_own_session *session, size_t test)
{
	static char name[CGF_OWN_UNIT_BYTES_MAX + 64];
	const struct cgf_own_test *its = &session->tests[test];

	if (session->packages.tested_count == 1)
		return its->name;
	snprintf(name, sizeof(name), "%s.%s", session->packages.tested[its->package].name, its->name);
	return name;
}

/* Tests that are swept together too. */
static void print_units(FILE *to, const struct cgf_own_session *session)
{
	for (size_t i = 0; i < session->test_count; i++)
		if (cgf_own_is_unit(session->tests[i].name) && *session->tests[i].left_out == '\0')
			fprintf(to, "also at once, since they call t.Parallel: %s\n", shown(session, i));
}

/* The names of all tests with the same reason, on one line. */
static void print_left_out(FILE *to, const struct cgf_own_session *session, size_t first)
{
	const char *why = session->tests[first].left_out;
	size_t count = 0;

	for (size_t i = 0; i < session->test_count; i++)
		count += strcmp(session->tests[i].left_out, why) == 0;
	fprintf(to, "left out, %zu test%s: %s:", count, plural(count), why);
	for (size_t i = first; i < session->test_count; i++)
		if (strcmp(session->tests[i].left_out, why) == 0)
			fprintf(to, " %s", shown(session, i));
	fputc('\n', to);
}

static bool is_first_with_reason(const struct cgf_own_session *session, size_t test)
{
	for (size_t i = 0; i < test; i++)
		if (strcmp(session->tests[i].left_out, session->tests[test].left_out) == 0)
			return false;
	return *session->tests[test].left_out != '\0';
}

/* Calls that come now and then, or in another order, get no faults. */
static void print_uneven(FILE *to, const struct cgf_own_session *session, size_t index)
{
	const struct cgf_own_test *test = &session->tests[index];
	size_t uneven = 0;

	for (size_t i = 0; i < test->trace.site_count; i++)
		uneven += test->trace.sites[i].uneven;
	if (uneven == 0 || *test->left_out != '\0')
		return;
	fprintf(to, "left out of %s, calls that differ between runs without a fault:", shown(session, index));
	for (size_t i = 0; i < test->trace.site_count; i++) {
		const struct cgf_own_site *site = &test->trace.sites[i];

		if (site->uneven)
			fprintf(to, " %s%s%s%s", site->function, site->pc ? " at " : "",
			        site->pc ? site->place : "", --uneven ? "," : "\n");
	}
}

/* What a program refused to open stands in the trace of each of its runs. */
static void print_refused(FILE *to, const struct cgf_own_session *session)
{
	size_t told = SIZE_MAX;

	for (size_t i = 0; i < session->test_count; i++) {
		const struct cgf_own_test *test = &session->tests[i];
		const char *line = test->trace.refused;

		if (!line || test->package == told)
			continue;
		told = test->package;
		for (; *line; line += strcspn(line, "\n") + 1)
			fprintf(to, "not open: %.*s\n", (int)strcspn(line, "\n"), line);
	}
}

/* Does no site before this one make an initial call of its function? */
static bool is_first_initial(const struct cgf_own_session *session, size_t test, size_t site)
{
	const struct cgf_own_site *like = &session->tests[test].trace.sites[site];

	for (size_t i = 0; i <= test && like->initial > 0; i++)
		for (size_t j = 0; j < session->tests[i].trace.site_count && (i < test || j < site); j++) {
			const struct cgf_own_site *its = &session->tests[i].trace.sites[j];

			if (its->initial > 0 && strcmp(its->function, like->function) == 0)
				return false;
		}
	return like->initial > 0;
}

/* Calls that no fault but an errno can be tried at. */
static void print_initial(FILE *to, const struct cgf_own_session *session)
{
	const char *before = "left out, while Go's packages are initialized and nothing can collect: ";

	for (size_t i = 0; i < session->test_count; i++)
		for (size_t j = 0; j < session->tests[i].trace.site_count; j++)
			if (is_first_initial(session, i, j)) {
				fprintf(to, "%s%s", before, session->tests[i].trace.sites[j].function);
				before = ", ";
			}
	if (*before == ',')
		fputc('\n', to);
}

void cgf_own_report_baselines(FILE *to, const struct cgf_own_session *session)
{
	uint64_t calls = 0;
	size_t swept = 0, many = 0;

	for (size_t i = 0; i < session->test_count; i++) {
		const struct cgf_own_test *test = &session->tests[i];

		if (*test->left_out != '\0' || cgf_own_is_unit(test->name))
			continue;
		swept++;
		many += test->many_max > 1;
		calls += test->trace.calls + test->trace.lost;
	}
	print_refused(to, session);
	fprintf(to, "%zu test%s, %d runs each without faults: all agree; %" PRIu64 " C call%s\n", swept,
	        plural(swept), CGF_OWN_BASELINES, calls, calls == 1 ? "" : "s");
	if (many > 0)
		fprintf(to,
		        "%zu of them run many times in one process; what that finds is confirmed in fresh "
		        "ones\n",
		        many);
	print_units(to, session);
	for (size_t i = 0; i < session->test_count; i++)
		if (is_first_with_reason(session, i))
			print_left_out(to, session, i);
	for (size_t i = 0; i < session->test_count; i++)
		print_uneven(to, session, i);
	print_initial(to, session);
}

static void print_finding(FILE *to, const struct cgf_own_session *session,
                          const struct cgf_own_finding *finding)
{
	struct cgf_own_advice advice;
	char fault[CGF_OWN_FAULT_BYTES_MAX];

	fprintf(to, "%-22s %-26s %-26s %-18s %u of %u\n", finding->verdict.verdict.name,
	        finding->verdict.verdict.at, shown(session, finding->test), finding->line, finding->agreed,
	        finding->tried);
	cgf_own_advise(&advice, finding);
	fprintf(to, "    %s\n", advice.what);
	if (finding->verdict.said[0] != '\0')
		fprintf(to, "    %s says: %s\n",
		        strncmp(finding->verdict.verdict.name, "crash/", 6) == 0 ? "C" : "the test",
		        finding->verdict.said);
	fprintf(to, "    fix: %s\n    rule: %s\n", advice.fix, advice.rule);
	for (size_t i = 0; i < finding->fault_count; i++) {
		cgf_own_fault_write(fault, sizeof(fault), &finding->faults[i]);
		fprintf(to, "%s%s", i ? " " : "    fault: ", fault);
	}
	if (finding->fault_count > 0)
		fputc('\n', to);
}

static void print_unconfirmed(FILE *to, const struct cgf_own_session *session)
{
	size_t count = 0;

	for (size_t i = 0; i < session->finding_count; i++)
		count += !session->findings[i].confirmed;
	if (count == 0)
		return;
	fprintf(to, "not confirmed, and no findings: %zu\n", count);
	for (size_t i = 0; i < session->finding_count; i++) {
		const struct cgf_own_finding *finding = &session->findings[i];

		if (finding->confirmed)
			continue;
		fprintf(to, "    %s at=%s, %s, %s: ", finding->verdict.verdict.name,
		        finding->verdict.verdict.at, session->tests[finding->test].name, finding->line);
		if (finding->tried)
			fprintf(to, "%u of %u\n", finding->agreed, finding->tried);
		else
			fprintf(to, "%s\n",
			        *session->tests[finding->test].left_out
			                ? session->tests[finding->test].left_out
			                : "the call differs between runs without a fault");
	}
}

/* C keeps an address: a fact, and no finding by itself. */
static void print_kept(FILE *to, const struct cgf_own_session *session)
{
	for (size_t i = 0; i < session->kept_count; i++) {
		const struct cgf_own_kept *kept = &session->kept[i];

		fprintf(to, "kept: %s leaves the Go pointer in its argument %u in ", kept->function,
		        kept->argument);
		if (kept->library)
			fprintf(to, "a library's own memory");
		else
			fprintf(to, "a C block of %lu bytes at +%lu", kept->bytes, kept->offset);
		fprintf(to, "%s\n",
		        kept->dead ? ", and there it outlives the object: C must not use it" : "");
	}
}

static void print_not_fired(FILE *to, const struct cgf_own_session *session)
{
	if (session->faults_not_fired > 0) {
		fprintf(to, "faults that could not be made: %" PRIu64 "\n", session->faults_not_fired);
		for (size_t i = 0; i < session->not_fired_count; i++)
			fprintf(to, "    %s\n", session->not_fired[i]);
	}
	if (session->runs_without_fault > 0)
		fprintf(to, "runs that did not come to their fault: %" PRIu64 "\n",
		        session->runs_without_fault);
	if (session->untried > 0)
		fprintf(to, "left out, no time: %zu runs\n", session->untried);
}

void cgf_own_report_findings(FILE *to, const struct cgf_own_session *session)
{
	size_t confirmed = 0;

	for (size_t i = 0; i < session->finding_count; i++) {
		if (!session->findings[i].confirmed)
			continue;
		print_finding(to, session, &session->findings[i]);
		confirmed++;
	}
	print_unconfirmed(to, session);
	print_kept(to, session);
	print_not_fired(to, session);
	fprintf(to,
	        "%zu finding%s; %" PRIu64 " runs in %" PRId64 " s, %" PRIu64 " faults made, and %" PRIu64
	        " runs without one\n",
	        confirmed, plural(confirmed), session->runs, (session->sweep_ms + 500) / 1000,
	        session->faults_fired, session->baseline_runs);
}

void cgf_own_report_list(FILE *to, const struct cgf_own_session *session)
{
	for (size_t i = 0; i < session->functions.count; i++) {
		const struct cgf_own_function *function = &session->functions.functions[i];
		bool called = false;

		fprintf(to, "%s %s:", function->name, cgf_own_forms[function->form]);
		for (size_t j = 0; j < session->test_count; j++) {
			const struct cgf_own_trace *trace = &session->tests[j].trace;
			uint64_t calls = 0;

			for (size_t k = 0; k < trace->site_count; k++)
				if (trace->sites[k].form == function->form &&
				    strcmp(trace->sites[k].function, function->name) == 0)
					calls += trace->sites[k].calls;
			if (calls > 0)
				fprintf(to, " %s %" PRIu64, shown(session, j), calls);
			called = called || calls > 0;
		}
		fprintf(to, "%s\n", called ? "" : " no test calls it");
	}
}
