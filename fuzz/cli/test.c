/*
 * test.c: `cgofault test`: the tests of the user's own packages, with faults in their calls of C.
 */
#include "verbs.h"

#include "own/keep.h"
#include "own/prepared.h"
#include "own/report.h"
#include "own/session.h"
#include "plans/say.h"
#include "verdict.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MINUTES_MAX = 7 * 24 * 60, TIMEOUT_MAX = 3600, CALLS_PER_LINE = 3 };

static int report(const struct cgf_own_session *session, bool json)
{
	if (json)
		return cgf_own_report_json(stdout, session);
	if (session->options.list_only)
		cgf_own_report_list(stdout, session);
	else
		cgf_own_report_findings(stdout, session);
	return 0;
}

/* What was found before an end that came too early is told too. */
static int run(struct cgf_own_session *session, bool json, bool keep)
{
	int code = cgf_own_session_run(session), told = 0;

	if (code == 0 || session->finding_count > 0)
		told = report(session, json);
	if (code == 0)
		code = told;
	if (code == 0 && keep)
		code = cgf_own_keep(session);
	if (code == 0 && cgf_own_session_found(session))
		return CGF_EXIT_FOUND;
	return code == 0 ? cgf_own_session_whole(session) : code;
}

int cgf_verb_test(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_own_session session;
	static struct cgf_option_texts with;
	const char *const here[] = {".", NULL};
	const char *with_texts[CGF_OPTION_TEXTS_MAX + 1] = {NULL};
	const char *build = "asan", *prepare = NULL;
	bool json = false, keep = false;
	struct cgf_own_options *options = &session.options;
	const struct cgf_option table[] = {
	        {"run", "REGEXP", "Takes only tests whose names match.", .text = &options->run},
	        {"with", "PATTERN",
	         "Opens the C calls of dependencies that match too, as go list matches. May be given more "
	         "than once.",
	         .texts = &with},
	        {"tags", "TAGS", "Builds with these build tags. GOFLAGS counts as well.",
	         .text = &options->tags},
	        {"build", "BUILD",
	         "Builds with AddressSanitizer, asan, or the C side with ThreadSanitizer, tsan. Unless given "
	         "it is "
	         "asan.",
	         .text = &build},
	        {"minutes", "N",
	         "Sweeps for at most N minutes, and tries more. Unless given, until each fault has been "
	         "tried "
	         "at each Go line that calls C.",
	         .number = &options->minutes, .number_min = 1, .number_max = MINUTES_MAX},
	        {"timeout", "SECONDS",
	         "Ends a run of a test after so long. Unless given, the first run of each test has 60 s, and "
	         "each other one ten times as long as that one lasted, but at least 10 s.",
	         .number = &options->timeout, .number_min = 1, .number_max = TIMEOUT_MAX},
	        {"calls", "N", "Tries the first N calls of each Go line in each test. Unless given it is 3.",
	         .number = &options->calls_per_line, .number_min = 1, .number_max = CGF_OWN_FIRST_CALLS_MAX},
	        {"jobs", "N",
	         "Runs up to N tests at the same time in the sweep, of packages whose tests share nothing. "
	         "Unless given it is 1.",
	         .number = &options->jobs, .number_min = 1, .number_max = CGF_OWN_JOBS_MAX},
	        {"kept", NULL,
	         "Takes a Go pointer that C still has when its object is dead for a finding, which cmd/cgo "
	         "forbids. Unless given it is told only: many a library leaves one where it never looks.",
	         .flag = &options->kept},
	        {"keep", NULL,
	         "Writes each finding to testdata/cgofault in its package, and cgofault_test.go, with which "
	         "plain go test replays them.",
	         .flag = &keep},
	        {"list", NULL, "Prints functions, forms and calls by test, and tries no fault.",
	         .flag = &options->list_only},
	        {"json", NULL, "Prints all of it for programs, as JSON.", .flag = &json},
	        {"prepare", "FOLDER",
	         "Writes the test programs and what they read to FOLDER, and runs none: for a fuzz target of "
	         "OSS-Fuzz.",
	         .text = &prepare},
	        {.name = NULL},
	};
	int operand, code;

	options->calls_per_line = CALLS_PER_LINE;
	options->jobs = 1;
	if (!cgf_options_read(verb, table, argc, argv, 0, argc, &operand, &code))
		return code;
	if (!cgf_own_sanitizer_read(&options->sanitizer, build))
		return cgf_wrong_usage("--build is asan or tsan, not '%s'", build);
	if (prepare && (json || keep || options->list_only))
		return cgf_wrong_usage("--prepare runs no test: --json, --keep and --list are for runs");
	options->patterns = operand < argc ? (const char *const *)argv + operand : here;
	memcpy(with_texts, with.texts, with.count * sizeof(with_texts[0]));
	options->with = with_texts;
	session.to = json ? stderr : stdout;
	code = prepare ? cgf_own_prepare(&session, prepare) : run(&session, json, keep);
	if (code == -EINTR)
		code = CGF_EXIT_INTERRUPTED;
	cgf_own_session_end(&session);
	return code;
}
