/*
 * trials.c: see trials.h.
 */
#include "trials.h"

#include "child.h"
#include "confirm.h"
#include "reduce.h"
#include "trial.h"
#include "workers.h"

#include "plans/progress.h"
#include "plans/say.h"

#include <stdlib.h>
#include <string.h>

/* Faults that are loud together and silent alone: the fewest of them that are loud. */
static int follow_groups(struct cgf_own_progress *progress)
{
	struct cgf_own_session *session = progress->session;
	struct cgf_own_sweep *sweep = &progress->sweep;
	int code = 0;

	for (size_t i = 0; i < sweep->group_count && code == 0 && cgf_now_ms() < session->end_ms; i++) {
		struct cgf_own_fault faults[CGF_OWN_FAULTS_OF_A_RUN_MAX];
		const struct cgf_own_group *group = &sweep->groups[i];
		struct cgf_own_verdict verdict;
		size_t count = group->count, first;

		if (!group->loud || progress->loud_alone[i] || *session->tests[group->test].left_out != '\0')
			continue;
		memcpy(faults, &sweep->faults[group->first], count * sizeof(faults[0]));
		code = cgf_own_reduce(&verdict, faults, &count, session, group->test);
		if (code != 0 || count == 0)
			continue;
		first = group->first;
		while (memcmp(&sweep->faults[first], &faults[0], sizeof(faults[0])) != 0)
			first++;
		code = cgf_own_claim(session, group->test, faults, count, &verdict,
		                     sweep->singles[first].line);
	}
	return code;
}

int cgf_own_trials_run(struct cgf_own_session *session)
{
	static struct cgf_own_progress progress;
	int64_t ms;
	int code;

	progress = (struct cgf_own_progress){.session = session, .began_ms = cgf_now_ms()};
	code = cgf_own_sweep_make(&progress.sweep, session->tests, session->test_count,
	                          session->options.calls_per_line, session->options.minutes > 0);
	progress.loud_alone = calloc(progress.sweep.group_count + 1, sizeof(*progress.loud_alone));
	if (code != 0 || !progress.loud_alone)
		code = cgf_harness_failed("out of memory");
	if (code == 0)
		code = cgf_own_workers_run(&progress);
	if (code == 0)
		code = follow_groups(&progress);
	cgf_progress_end();
	session->untried = cgf_own_sweep_left(&ms, &progress.sweep, session->tests);
	session->sweep_ms = cgf_now_ms() - progress.began_ms;
	cgf_own_sweep_free(&progress.sweep);
	free(progress.loud_alone);
	return code;
}
