/*
 * session.c: the parts of `cgofault test`, in their order.
 */
#include "session.h"

#include "child.h"
#include "process.h"
#include "report.h"
#include "tests.h"
#include "trials.h"

#include "plans/progress.h"
#include "plans/say.h"
#include "plans/scratch.h"
#include "plans/stop.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

static int list_packages(struct cgf_own_session *session)
{
	const struct cgf_own_packages_request request = {.patterns = session->options.patterns,
	                                                 .with = session->options.with,
	                                                 .tags = session->options.tags,
	                                                 .scratch = session->scratch};
	int code = cgf_own_packages_list(&session->packages, &request);

	if (code != 0)
		return code;
	for (size_t i = 0; i < session->packages.unseen_count; i++)
		fprintf(session->to, "not seen: %s\n", session->packages.unseen[i]);
	if (session->packages.opened_count == 0)
		return cgf_wrong_usage(
		        "no cgo call here: none of these packages, nor of their dependencies in "
		        "the main module, imports \"C\"; --with PATTERN opens others");
	if (session->packages.tested_count == 0)
		return cgf_wrong_usage("no test here depends on %s", session->packages.opened[0]);
	return 0;
}

/* A package whose tests do not build, of which go has said why, is no reason not to run those of others. */
static void leave_out(struct cgf_own_session *session, size_t index)
{
	struct cgf_own_packages *packages = &session->packages;
	struct cgf_own_package *its = &packages->tested[index];

	fprintf(stderr, "cgofault: left out: %s: its tests do not build\n", its->path);
	packages->tested_count--;
	memmove(its, its + 1, (packages->tested_count - index) * sizeof(*its));
	session->unbuilt++;
}

/* Their indices are those of the packages that are built. */
static int build_all(struct cgf_own_session *session, const struct cgf_own_build_request *request)
{
	char program[CGF_PATH_BYTES_MAX];
	size_t of = session->packages.tested_count, built = 0;
	int code = 0, error = 0;

	while (built < session->packages.tested_count && error == 0) {
		code = cgf_own_build(request, built);
		if (code == CGF_EXIT_INTERRUPTED)
			break;
		if (code != 0)
			leave_out(session, built);
		else if (cgf_own_program_path(program, sizeof(program), request, built++))
			error = cgf_own_functions_add(&session->functions, &session->packages, program);
		cgf_progress("%zu of %zu packages built", built + session->unbuilt, of);
	}
	cgf_progress_end();
	if (error != 0)
		return cgf_harness_failed("%s: its symbols cannot be read: %s", program, strerror(-error));
	return code == CGF_EXIT_INTERRUPTED || built == 0 ? code : 0;
}

static int build(struct cgf_own_session *session)
{
	const struct cgf_own_build_request request = {.packages = &session->packages,
	                                              .tags = session->options.tags,
	                                              .sanitizer = session->options.sanitizer,
	                                              .scratch = session->scratch};
	int64_t began_ms = cgf_now_ms();
	int code = build_all(session, &request);

	if (code != 0)
		return code == CGF_EXIT_INTERRUPTED ? -EINTR : code;
	session->build_ms = cgf_now_ms() - began_ms;
	fprintf(session->to, "built with its C calls open: %zu function%s, %" PRId64 " s\n",
	        session->functions.count, session->functions.count == 1 ? "" : "s",
	        (session->build_ms + 500) / 1000);
	return 0;
}

/* The names of the functions that only a run shows: Go's own, which C calls. */
static int add_callbacks(struct cgf_own_session *session)
{
	for (size_t i = 0; i < session->test_count; i++)
		for (size_t j = 0; j < session->tests[i].trace.site_count; j++) {
			const struct cgf_own_site *site = &session->tests[i].trace.sites[j];

			if (cgf_own_functions_note(&session->functions, site->function, site->form) != 0)
				return cgf_harness_failed("more than %d functions", CGF_OWN_FUNCTIONS_MAX);
		}
	return 0;
}

static int run_tests(struct cgf_own_session *session)
{
	size_t swept = 0;
	int code;

	session->end_ms = INT64_MAX;
	code = cgf_own_tests_list(session);
	if (code == 0)
		code = cgf_own_tests_baseline(session);
	if (code == 0)
		code = add_callbacks(session);
	if (code != 0)
		return code;
	cgf_own_report_baselines(session->to, session);
	fflush(session->to);
	for (size_t i = 0; i < session->test_count; i++)
		swept += *session->tests[i].left_out == '\0';
	if (session->options.list_only)
		return 0;
	if (swept == 0 && session->finding_count == 0)
		return cgf_harness_failed("there is no test to sweep: each was left out");
	if (session->options.minutes)
		session->end_ms = cgf_now_ms() + session->options.minutes * INT64_C(60000);
	return cgf_own_trials_run(session);
}

int cgf_own_session_build(struct cgf_own_session *session)
{
	int code, error = cgf_scratch_make(session->scratch, sizeof(session->scratch));

	if (error != 0)
		return cgf_harness_failed("cannot make a temporary folder: %s", strerror(-error));
	strcpy(session->slot.scratch, session->scratch);
	cgf_own_processes_prepare();
	code = list_packages(session);
	return code == 0 ? build(session) : code;
}

int cgf_own_session_run(struct cgf_own_session *session)
{
	int code = cgf_own_session_build(session);

	return code == 0 ? run_tests(session) : code;
}

int cgf_own_session_whole(const struct cgf_own_session *session)
{
	if (session->unbuilt == 0)
		return 0;
	return cgf_harness_failed("%zu package%s not looked at, since the tests do not build",
	                          session->unbuilt, session->unbuilt == 1 ? " was" : "s were");
}

bool cgf_own_session_found(const struct cgf_own_session *session)
{
	for (size_t i = 0; i < session->finding_count; i++)
		if (session->findings[i].confirmed)
			return true;
	return false;
}
