/*
 * hunt_show.c: a hunt in front of a user: progress, and what came of it.
 */
#include "hunt_show.h"

#include "plans/progress.h"
#include "plans/replay.h"
#include "plans/say.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

static uint64_t per_second(uint64_t count, int64_t elapsed_ms)
{
	return elapsed_ms > 0 ? count * 1000 / (uint64_t)elapsed_ms : 0;
}

static void show_progress(const struct cgf_stats *stats, int64_t elapsed_ms, void *data)
{
	(void)data;
	cgf_progress("%" PRId64 " s, %" PRIu64 " executions, %" PRIu64 " a second, %" PRIu64 " faults fired",
	             elapsed_ms / 1000, stats->executions, per_second(stats->executions, elapsed_ms),
	             cgf_stats_fired(stats));
}

void cgf_hunt_show_progress(struct cgf_hunt_request *request)
{
	request->progress = show_progress;
}

void cgf_hunt_tell_unconfirmed(const struct cgf_hunt *hunt)
{
	if (hunt->unconfirmed > 0)
		fprintf(stderr,
		        "%u claim%s not confirmed by %d fresh processes, alone or after the runs before: "
		        "kept as plans in "
		        "%s, with the verdict that was claimed; `cgofault run --times 100 FILE` tells how "
		        "often it comes\n",
		        hunt->unconfirmed, hunt->unconfirmed == 1 ? " was" : "s were", CGF_CONFIRMATIONS,
		        hunt->unconfirmed_folder);
}

int cgf_hunt_tell(const struct cgf_hunt *hunt, int code)
{
	cgf_progress_end();
	cgf_hunt_tell_unconfirmed(hunt);
	if (hunt->found) {
		printf("found %s at=%s%s%s after %" PRIu64 " executions, %.1f s\n", hunt->verdict.name,
		       hunt->verdict.at, *hunt->verdict.keys ? " " : "", hunt->verdict.keys,
		       hunt->found_executions, (double)hunt->found_ms / 1000);
		if (hunt->runs_before > 0)
			printf("It needs what %zu earlier run%s in the process: the plan has them too.\n",
			       hunt->runs_before, hunt->runs_before == 1 ? " leaves" : "s leave");
		printf("%s\n", hunt->file);
		return CGF_EXIT_FOUND;
	}
	if (code != 0 && code != -EINTR)
		return code;
	printf("%s: %" PRIu64 " executions in %.1f s, %" PRIu64 " a second, %" PRIu64 " faults fired\n",
	       code == 0 ? "nothing found" : "interrupted", hunt->stats.executions,
	       (double)hunt->elapsed_ms / 1000, per_second(hunt->stats.executions, hunt->elapsed_ms),
	       cgf_stats_fired(&hunt->stats));
	if (code == 0 && hunt->stats.executions == 0)
		return cgf_harness_failed("the engine executed nothing");
	return code == 0 ? CGF_EXIT_NOTHING : CGF_EXIT_INTERRUPTED;
}
