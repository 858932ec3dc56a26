/*
 * replay_plan.c: see replay_plan.h.
 */
#include "replay_plan.h"

#include "plan.h"
#include "session.h"
#include "test_run.h"
#include "tests.h"
#include "units.h"

#include "plans/progress.h"
#include "plans/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WITH_MAX = 32 };

static struct cgf_own_session session;

/* What the plan was found with. */
struct wish {
	const char *patterns[2], *with[WITH_MAX + 1];
	char run[CGF_OWN_WORD_BYTES_MAX + 6];
	char with_words[CGF_OWN_WORD_BYTES_MAX];
};

static void make_options(struct cgf_own_options *out, struct wish *wish, const struct cgf_own_plan *plan)
{
	size_t count = 0;
	char *rest = wish->with_words, *word;

	*wish = (struct wish){.patterns = {plan->package}};
	strcpy(wish->with_words, plan->with);
	while ((word = strsep(&rest, " ")) && count < WITH_MAX)
		if (*word)
			wish->with[count++] = word;
	snprintf(wish->run, sizeof(wish->run), "^(%s)$", plan->test);
	*out = (struct cgf_own_options){.patterns = wish->patterns,
	                                .with = wish->with,
	                                .tags = *plan->tags ? plan->tags : NULL,
	                                .run = wish->run};
}

/* Builds the package and finds the test. */
static int prepare(const char *name, const struct cgf_own_plan *plan)
{
	int code = cgf_own_session_build(&session);

	if (code == 0)
		code = cgf_own_tests_list(&session);
	if (code == 0 && !cgf_own_units_join(&session, plan->test))
		code = cgf_harness_failed("%s: %s has no test %s: was it renamed?", name, plan->package,
		                          plan->test);
	return code;
}

/* One run. The Go line is looked up where the report has none. */
static int run_once(struct cgf_own_ended *out, const struct cgf_own_plan *plan)
{
	char program[CGF_PATH_BYTES_MAX];
	struct cgf_own_run_request request = cgf_own_test_request(program, &session, 0);
	struct cgf_own_places places;
	uint64_t pc;
	int code;

	request.faults = plan->faults;
	request.fault_count = plan->fault_count;
	code = cgf_own_run(out, &request);
	pc = out->verdict.pc;
	if (code != 0 || out->verdict.verdict.go[0] != '\0' || pc == 0)
		return code;
	code = cgf_own_places_find(&places, &pc, 1, program, session.scratch);
	if (code == 0) {
		struct cgf_own_place place = cgf_own_place_of(&places, pc);

		cgf_text_make(out->verdict.verdict.go, sizeof(out->verdict.verdict.go), "%s %s",
		              place.function, place.line);
	}
	cgf_own_places_free(&places);
	return code;
}

static bool is_found(const struct cgf_own_ended *ended)
{
	return cgf_verdict_exit_code(&ended->verdict.verdict) == CGF_EXIT_FOUND;
}

/* Each fault of the plan has to happen, or what comes says nothing about it. A run that ends by the first
 * says nothing about the others either. */
static int check_fired(const char *name, const struct cgf_own_plan *plan, const struct cgf_own_ended *ended)
{
	if (ended->trace.not_fired > 0)
		return cgf_harness_failed("%s: the fault did not happen: %s", name,
		                          ended->trace.not_fired_lines[0]);
	if (cgf_own_says_nothing(ended))
		return cgf_harness_failed("%s: the fault did not happen: nothing would see it now", name);
	if (ended->trace.fired == 0 && plan->fault_count > 0 && !is_found(ended))
		return cgf_harness_failed("%s: the fault did not happen: %s makes no such call now", name,
		                          plan->test);
	return 0;
}

static int check_state(const char *name, const struct cgf_own_plan *plan, const struct cgf_own_ended *ended)
{
	const struct cgf_verdict *verdict = &ended->verdict.verdict;
	struct cgf_verdict expected;
	bool found = is_found(ended);

	if (plan->state == CGF_OWN_FIXED && !found) {
		printf("%s: fixed, and silent\n", name);
		return 0;
	}
	if (plan->state == CGF_OWN_FIXED ||
	    (found && cgf_verdict_read(&expected, plan->verdict) && !cgf_verdict_same(&expected, verdict))) {
		fputs(ended->text, stdout);
		printf("%s: %s: %s at=%s %s\n", name,
		       plan->state == CGF_OWN_FIXED ? "came back" : "is another finding now", verdict->name,
		       verdict->at, verdict->go);
		return CGF_EXIT_FOUND;
	}
	if (!found)
		return cgf_harness_failed("%s: is gone: say state: fixed", name);
	printf("%s: known, and there: %s at=%s %s\n", name, verdict->name, verdict->at, verdict->go);
	return 0;
}

static int tell(const struct cgf_own_ended *ended)
{
	char line[CGF_VERDICT_LINE_BYTES_MAX];

	if (ended->verdict.verdict.go[0] != '\0')
		printf("cgofault: go %s\n", ended->verdict.verdict.go);
	cgf_verdict_write(line, sizeof(line), &ended->verdict.verdict);
	puts(line);
	return (int)cgf_verdict_exit_code(&ended->verdict.verdict);
}

static int run_times(const char *name, const struct cgf_own_plan *plan, long times, bool check)
{
	struct cgf_verdict first = {0};
	long agreed = 0;
	int result = 0;

	for (long i = 0; i < times; i++) {
		struct cgf_own_ended ended;
		int code = run_once(&ended, plan);

		if (code == 0)
			code = check_fired(name, plan, &ended);
		cgf_own_trace_free(&ended.trace);
		if (code != 0)
			return code == -EINTR ? CGF_EXIT_INTERRUPTED : code;
		if (i == 0) {
			first = ended.verdict.verdict;
			if (!check)
				fputs(ended.text, stderr);
			result = check ? check_state(name, plan, &ended) : tell(&ended);
		}
		agreed += cgf_verdict_same(&first, &ended.verdict.verdict);
		cgf_progress("%ld of %ld replays", i + 1, times);
	}
	cgf_progress_end();
	if (times > 1)
		printf("%ld of %ld agree\n", agreed, times);
	return agreed == times ? result : CGF_EXIT_HARNESS;
}

int cgf_own_replay(const char *name, const char *text, long times, bool check)
{
	static struct cgf_own_plan plan;
	static struct wish wish;
	char why[256];
	int code;

	if (cgf_own_plan_read(&plan, text, why, sizeof(why)) != 0)
		return cgf_wrong_usage("%s: %s", name, why);
	session = (struct cgf_own_session){.to = check ? fopen("/dev/null", "w") : stderr};
	if (!session.to)
		return cgf_harness_failed("/dev/null: %s", strerror(errno));
	make_options(&session.options, &wish, &plan);
	code = prepare(name, &plan);
	if (code == 0)
		code = run_times(name, &plan, times, check);
	if (check)
		fclose(session.to);
	cgf_own_session_end(&session);
	return code == -EINTR ? CGF_EXIT_INTERRUPTED : code;
}
