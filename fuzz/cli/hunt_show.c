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

static void tell_finding(const struct cgf_hunt *hunt)
{
	printf("found %s at=%s%s%s after %" PRIu64 " executions, %.1f s\n", hunt->verdict.name,
	       hunt->verdict.at, *hunt->verdict.keys ? " " : "", hunt->verdict.keys, hunt->found_executions,
	       (double)hunt->found_ms / 1000);
	if (hunt->runs_before > 0)
		printf("It needs what %zu earlier run%s in the process: the plan has them too.\n",
		       hunt->runs_before, hunt->runs_before == 1 ? " leaves" : "s leave");
	printf("%s\n", hunt->file);
	fflush(stdout);
}

static void show_finding(const struct cgf_hunt *hunt, void *data)
{
	(void)data;
	cgf_progress_end();
	tell_finding(hunt);
}

void cgf_hunt_show(struct cgf_hunt_request *request)
{
	request->progress = show_progress;
	if (request->keep_going)
		request->finding = show_finding;
}

void cgf_hunt_tell_claims(const struct cgf_hunt *hunt)
{
	if (hunt->unconfirmed > 0)
		fprintf(stderr,
		        "%u claim%s not confirmed by %d fresh processes, alone or after the runs before: "
		        "kept as plans in "
		        "%s, with the verdict that was claimed; `cgofault run --times 100 FILE` tells how "
		        "often it comes\n",
		        hunt->unconfirmed, hunt->unconfirmed == 1 ? " was" : "s were", CGF_CONFIRMATIONS,
		        hunt->unconfirmed_folder);
	if (hunt->undecided > 0)
		fprintf(stderr,
		        "cgofault: there was no time to confirm %u claim%s: the next fuzz of this class with "
		        "this "
		        "--out begins with %s\n",
		        hunt->undecided, hunt->undecided == 1 ? "" : "s",
		        hunt->undecided == 1 ? "it" : "them");
}

/* How it ended, as the first words of its summary. */
static void print_end(const struct cgf_hunt *hunt, int code)
{
	if (code == -EINTR)
		printf("interrupted");
	else if (code != 0)
		printf("failed");
	else if (hunt->findings > 0)
		printf("%u finding%s", hunt->findings, hunt->findings == 1 ? "" : "s");
	else if (hunt->undecided > 0)
		printf("nothing confirmed");
	else
		printf(hunt->known > 0 ? "nothing new found" : "nothing found");
}

static void print_summary(const struct cgf_hunt *hunt, int code)
{
	print_end(hunt, code);
	printf(": %" PRIu64 " executions in %.1f s, %" PRIu64 " a second, %" PRIu64 " faults fired",
	       hunt->stats.executions, (double)hunt->elapsed_ms / 1000,
	       per_second(hunt->stats.executions, hunt->elapsed_ms), cgf_stats_fired(&hunt->stats));
	if (hunt->stats.traces.runs > 0)
		printf(", %" PRIu64 "%% of the traces seen before",
		       hunt->stats.traces.repeated * 100 / hunt->stats.traces.runs);
	if (hunt->known > 0)
		printf("; %u known, set aside", hunt->known);
	if (hunt->again > 0)
		printf("; %u found again", hunt->again);
	putchar('\n');
}

int cgf_hunt_tell(const struct cgf_hunt *hunt, const struct cgf_hunt_request *request, int code)
{
	cgf_progress_end();
	cgf_hunt_tell_claims(hunt);
	if (code == 0 || code == -EINTR || hunt->claims > 0)
		if (!hunt->found || request->keep_going || hunt->known > 0)
			print_summary(hunt, code);
	if (hunt->found && !request->keep_going)
		tell_finding(hunt);
	if (hunt->found)
		return CGF_EXIT_FOUND;
	if (code == -EINTR)
		return CGF_EXIT_INTERRUPTED;
	return code == 0 && hunt->undecided > 0 ? CGF_EXIT_HARNESS : code;
}
