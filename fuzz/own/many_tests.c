/*
 * many_tests.c: see many_tests.h.
 */
#include "many_tests.h"

#include "many_runs.h"
#include "test_run.h"
#include "units.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	PROCESS_MS_MAX = 2000, /* of all runs of one process: then others have their turn */
	GROWTH_BYTES_MAX = 512 << 20,
	WORTH_TIMES = 5 /* what a process costs beside its run is saved for so many runs, and for more */
};

int64_t cgf_own_many_own_ms(const char *text, const char *test)
{
	static const char said[] = "--- PASS: ";
	size_t length = strlen(test);

	for (const char *at = text; (at = strstr(at, said)); at++) {
		const char *name = at + strlen(said);

		if (strncmp(name, test, length) == 0 && strncmp(name + length, " (", 2) == 0)
			return (int64_t)(strtod(name + length + 2, NULL) * 1000);
	}
	return 0;
}

/* Examples and fuzz tests are not repeated as tests are. Several at once, and those that stop for others,
 * come in another order each time. */
static bool may_repeat(const struct cgf_own_test *test)
{
	return *test->left_out == '\0' && test->result == CGF_OWN_PASSED && !test->parallel &&
	       !cgf_own_is_unit(test->name) && strncmp(test->name, "Test", strlen("Test")) == 0;
}

/* Is any of the test's sites the same in each later run? */
static bool agree(struct cgf_own_test *test, const struct cgf_own_many *many)
{
	size_t same = 0;

	if (!many->whole || many->begun != CGF_OWN_MANY_BASELINES)
		return false;
	for (size_t i = 0; i < many->begun; i++) {
		if (strcmp(many->verdicts[i].verdict.name, "none") != 0 ||
		    many->verdicts[i].result != test->result || many->traces[i].lost > 0)
			return false;
		same = cgf_own_trace_compare_later(&test->trace, &many->traces[i]);
	}
	return same > 0;
}

static size_t smaller(size_t a, uint64_t b)
{
	return b < a ? (size_t)b : a;
}

/* How many runs fit into one process. */
static size_t count_fitting(const struct cgf_own_test *test, const struct cgf_own_many *many)
{
	size_t last = many->begun - 1, count = CGF_OWN_MANY_RUNS_MAX;
	uint64_t first = many->traces[1].bytes, now = many->traces[last].bytes;

	/* The first run makes what the others use. */
	if (now > first)
		count = smaller(count, GROWTH_BYTES_MAX / ((now - first) / (last - 1) + 1));
	count = smaller(count, CGF_OWN_MANY_OUTPUT_BYTES_MAX / (many->output_bytes / many->begun + 1));
	return smaller(count, (uint64_t)(PROCESS_MS_MAX / test->many_ms));
}

int cgf_own_many_decide(struct cgf_own_session *session, size_t index, int64_t own_ms)
{
	static struct cgf_own_many many;
	struct cgf_own_test *test = &session->tests[index];
	int64_t beside_ms = test->ms > own_ms ? test->ms - own_ms : 0;
	int code;

	if (!may_repeat(test) || beside_ms * WORTH_TIMES < own_ms)
		return 0;
	code = cgf_own_test_run_many(&many, &session->slot, session, index, NULL, NULL,
	                             CGF_OWN_MANY_BASELINES);
	session->baseline_runs += many.begun;
	if (code == 0 && agree(test, &many)) {
		int64_t each_ms = (many.ms - beside_ms) / CGF_OWN_MANY_BASELINES;

		test->many_ms = each_ms > 0 ? each_ms : 1;
		test->many_max = count_fitting(test, &many);
	}
	cgf_own_many_free(&many);
	return code;
}
