/*
 * tests.c: see tests.h.
 */
#include "tests.h"

#include "between.h"
#include "child.h"
#include "confirm.h"
#include "kept_test.h"
#include "many_tests.h"
#include "test_run.h"
#include "units.h"

#include "plans/progress.h"
#include "plans/say.h"

#include <ctype.h>
#include <errno.h>
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Names of tests, examples and fuzz tests, but for our own. TestMain may print other lines. */
static bool is_test(const char *name)
{
	static const char *const kinds[] = {"Test", "Example", "Fuzz"};

	for (const unsigned char *at = (const unsigned char *)name; *at; at++)
		if (!isalnum(*at) && *at != '_' && *at < 0x80)
			return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strncmp(name, kinds[i], strlen(kinds[i])) == 0)
			return strcmp(name, CGF_OWN_KEPT_TEST) != 0 &&
			       strcmp(name, CGF_OWN_BETWEEN_TEST) != 0;
	return false;
}

static int add_tests(struct cgf_own_session *session, size_t package, char *lines, const regex_t *wanted)
{
	char *rest = lines, *line;

	while ((line = strsep(&rest, "\n"))) {
		if (!is_test(line) || (wanted && regexec(wanted, line, 0, NULL, 0) != 0))
			continue;
		if (session->test_count == CGF_OWN_TESTS_MAX)
			return cgf_harness_failed("more than %d tests: name fewer packages, or use --run",
			                          CGF_OWN_TESTS_MAX);
		session->tests[session->test_count] =
		        (struct cgf_own_test){.name = strdup(line), .package = package};
		if (!session->tests[session->test_count++].name)
			return cgf_harness_failed("out of memory");
	}
	return 0;
}

static int list_package(struct cgf_own_session *session, size_t package, const regex_t *wanted)
{
	const struct cgf_own_build_request build = {.scratch = session->scratch};
	struct cgf_own_process_request request = {.slot = &session->slot,
	                                          .folder = session->packages.tested[package].folder};
	char program[CGF_PATH_BYTES_MAX], *lines;
	int code;

	if (!cgf_own_program_path(program, sizeof(program), &build, package))
		return CGF_EXIT_HARNESS;
	request.program = program;
	lines = cgf_own_process_list(&request);
	code = lines ? add_tests(session, package, lines, wanted) : CGF_EXIT_HARNESS;
	free(lines);
	return code;
}

int cgf_own_tests_list(struct cgf_own_session *session)
{
	regex_t wanted;
	int code = 0;

	session->tests = calloc(CGF_OWN_TESTS_MAX, sizeof(*session->tests));
	if (!session->tests)
		return cgf_harness_failed("out of memory");
	if (session->options.run && regcomp(&wanted, session->options.run, REG_EXTENDED | REG_NOSUB) != 0)
		return cgf_wrong_usage("--run is a regular expression, not '%s'", session->options.run);
	for (size_t i = 0; i < session->packages.tested_count && code == 0; i++)
		code = list_package(session, i, session->options.run ? &wanted : NULL);
	if (session->options.run)
		regfree(&wanted);
	return code;
}

__attribute__((format(printf, 2, 3))) static void leave_out(struct cgf_own_test *test, const char *format,
                                                            ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(test->left_out, sizeof(test->left_out), format, arguments);
	va_end(arguments);
}

/* How the test fares as plain go test builds and runs it; the program is built when it is first needed. */
static int run_plain(enum cgf_own_result *out, struct cgf_own_session *session, size_t test)
{
	const struct cgf_own_build_request build = {
	        .packages = &session->packages, .tags = session->options.tags, .scratch = session->scratch};
	char program[CGF_PATH_BYTES_MAX], plain[CGF_PATH_BYTES_MAX];
	struct cgf_own_run_request request = cgf_own_test_request(program, session, test);
	struct stat status;
	int code = 0;

	if (!cgf_own_plain_path(plain, sizeof(plain), &build, session->tests[test].package))
		return CGF_EXIT_HARNESS;
	if (stat(plain, &status) != 0)
		code = cgf_own_build_plain(&build, session->tests[test].package);
	request.program = plain;
	return code ? code : cgf_own_run_plain(out, &request);
}

/* It failed without a fault, and is left out. A report is a finding, wherever else the test fails. */
static int judge_failure(struct cgf_own_session *session, size_t index, const struct cgf_own_ended *ended)
{
	struct cgf_own_test *test = &session->tests[index];
	const char *name = ended->verdict.verdict.name;
	enum cgf_own_result plain = CGF_OWN_UNSAID;
	bool fails;
	int code;

	if (cgf_verdict_exit_code(&ended->verdict.verdict) == CGF_EXIT_HARNESS) {
		fputs(ended->text, stderr);
		return cgf_harness_failed("%s cannot be run: %s", test->name, name);
	}
	if (session->options.elsewhere) {
		leave_out(test, "fails here without a fault (%s)", name);
		return 0;
	}
	code = run_plain(&plain, session, index);
	if (code != 0)
		return code;
	fails = plain != CGF_OWN_PASSED && plain != CGF_OWN_SKIPPED;
	if (fails && !cgf_own_is_report(&ended->verdict)) {
		leave_out(test, "fails in plain go test too");
		return 0;
	}
	leave_out(test, "fails here without a fault (%s), and %s in plain go test", name,
	          fails ? "fails too" : "passes");
	test->fails_in_plain = fails;
	return cgf_own_is_report(&ended->verdict)
	               ? cgf_own_claim(session, index, NULL, 0, &ended->verdict, "")
	               : 0;
}

/* The second and the third run. */
static int compare_runs(struct cgf_own_session *session, size_t index)
{
	struct cgf_own_test *test = &session->tests[index];

	for (int i = 1; i < CGF_OWN_BASELINES && *test->left_out == '\0'; i++) {
		struct cgf_own_ended ended;
		int code = cgf_own_test_run(&ended, session, index, NULL, 0);

		session->baseline_runs++;
		if (code == 0 && strcmp(ended.verdict.verdict.name, "progress/stalled") == 0)
			leave_out(test, "does not end within %ld s without a fault, and did before",
			          (long)(cgf_own_test_ms_max(session, index) / 1000));
		else if (code == 0 && strcmp(ended.verdict.verdict.name, "none") != 0)
			leave_out(test, "its runs without a fault differ: %s after none",
			          ended.verdict.verdict.name);
		else if (code == 0 && ended.verdict.result != test->result)
			leave_out(test, "its results without a fault differ");
		else if (code == 0 && cgf_own_trace_compare(&test->trace, &ended.trace) == 0)
			leave_out(test, "all its calls of C differ between runs without a fault");
		cgf_own_trace_free(&ended.trace);
		if (code != 0)
			return code;
	}
	return 0;
}

static int baseline(struct cgf_own_session *session, size_t index)
{
	struct cgf_own_test *test = &session->tests[index];
	struct cgf_own_ended ended;
	long seconds = (long)(cgf_own_test_ms_max(session, index) / 1000);
	int64_t own_ms;
	int code = cgf_own_test_run(&ended, session, index, NULL, 0);

	session->baseline_runs++;
	test->ms = ended.ms ? ended.ms : 1;
	test->trace = ended.trace;
	test->result = ended.verdict.result;
	if (code != 0)
		return code;
	test->parallel = cgf_own_says_parallel(ended.text, test->name);
	if (strcmp(ended.verdict.verdict.name, "progress/stalled") == 0)
		leave_out(test, "does not end within %ld s without a fault; --timeout gives it more",
		          seconds);
	else if (strcmp(ended.verdict.verdict.name, "none") != 0)
		return judge_failure(session, index, &ended);
	else if (test->result == CGF_OWN_SKIPPED)
		leave_out(test, "skips itself");
	else if (test->result == CGF_OWN_UNSAID)
		leave_out(test, "ends without a result");
	else if (test->trace.calls == 0)
		leave_out(test, "calls no C");
	own_ms = cgf_own_many_own_ms(ended.text, test->name);
	if (*test->left_out == '\0')
		code = compare_runs(session, index);
	return code == 0 && !session->options.elsewhere ? cgf_own_many_decide(session, index, own_ms) : code;
}

/* The lines of Go from which the tests of a package call C. */
static int find_places(struct cgf_own_session *session, size_t package)
{
	const struct cgf_own_build_request build = {.scratch = session->scratch};
	struct cgf_own_places *places = &session->places[package];
	char program[CGF_PATH_BYTES_MAX];
	size_t room = 0, count = 0;
	uint64_t *pcs;
	int code;

	for (size_t i = 0; i < session->test_count; i++)
		room += session->tests[i].package == package ? session->tests[i].trace.site_count : 0;
	pcs = calloc(room + 1, sizeof(*pcs));
	if (!pcs || !cgf_own_program_path(program, sizeof(program), &build, package)) {
		free(pcs);
		return cgf_harness_failed("out of memory");
	}
	for (size_t i = 0; i < session->test_count; i++)
		for (size_t j = 0;
		     session->tests[i].package == package && j < session->tests[i].trace.site_count; j++)
			pcs[count++] = session->tests[i].trace.sites[j].pc;
	code = cgf_own_places_find(places, pcs, count, program, session->scratch);
	for (size_t i = 0; i < session->test_count && code == 0; i++)
		for (size_t j = 0;
		     session->tests[i].package == package && j < session->tests[i].trace.site_count; j++) {
			struct cgf_own_site *site = &session->tests[i].trace.sites[j];

			site->place = cgf_own_place_of(places, site->pc).line;
		}
	free(pcs);
	return code;
}

static int baseline_from(struct cgf_own_session *session, size_t first)
{
	int code = 0;

	for (size_t i = first; i < session->test_count && code == 0; i++) {
		if (cgf_now_ms() < session->end_ms)
			code = baseline(session, i);
		else
			leave_out(&session->tests[i], "no time is left for its runs without faults");
		cgf_progress("%zu of %zu tests run without faults", i + 1, session->test_count);
	}
	cgf_progress_end();
	return code;
}

int cgf_own_tests_baseline(struct cgf_own_session *session)
{
	size_t alone = session->test_count;
	int code = baseline_from(session, 0);

	if (code == 0)
		code = cgf_own_units_add(session);
	if (code == 0)
		code = baseline_from(session, alone);
	for (size_t i = 0; i < session->packages.tested_count && code == 0; i++)
		code = find_places(session, i);
	return code;
}

void cgf_own_tests_free(struct cgf_own_session *session)
{
	for (size_t i = 0; i < session->test_count; i++) {
		free(session->tests[i].name);
		cgf_own_trace_free(&session->tests[i].trace);
	}
	for (size_t i = 0; i < session->packages.tested_count; i++)
		cgf_own_places_free(&session->places[i]);
	free(session->tests);
	session->tests = NULL;
	session->test_count = 0;
}
