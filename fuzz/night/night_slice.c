/*
 * night_slice.c: see night_slice.h.
 */
#include "night_slice.h"

#include "child.h"
#include "hunt/enumerate.h"
#include "hunt/finding.h"
#include "hunt/known.h"
#include "hunt/reduce.h"
#include "plans/say.h"
#include "plans/stop.h"
#include "plans/stored.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void cgf_night_slice_tell(const struct cgf_slice *slice, const struct cgf_hunt *hunt, const char *what)
{
	char name[CGF_SLICE_NAME_BYTES_MAX];

	cgf_slice_name(name, sizeof(name), slice);
	printf("%s: %" PRIu64 " executions in %.1f s: %s", name, hunt->stats.executions,
	       (double)hunt->elapsed_ms / 1000, what);
	if (hunt->found)
		printf(" %s at=%s", hunt->verdict.name, hunt->verdict.at);
	putchar('\n');
	fflush(stdout);
}

static void note_failure(struct cgf_night *night, const struct cgf_slice *slice, int code)
{
	char name[CGF_SLICE_NAME_BYTES_MAX];

	if (code <= 0)
		return;
	cgf_slice_name(name, sizeof(name), slice);
	cgf_night_report_note(night->report, "failed", "%s", name);
	night->report->harness_failures++;
}

int cgf_night_slice_hunt(struct cgf_night *night, const struct cgf_slice *slice, long seconds,
                         const char *output, struct cgf_hunt *hunt)
{
	struct cgf_hunt_request request = {.programs = night->programs,
	                                   .target = &slice->target,
	                                   .engine = slice->engine,
	                                   .output = output,
	                                   .pending = output ? night->pending : NULL,
	                                   .seconds = seconds,
	                                   .seed = night->seed++};
	char seeds[2 * CGF_PATH_BYTES_MAX];
	struct stat status;
	int code;

	/* Seeds name ops, so they fit where all ops may be called. */
	cgf_text_make(seeds, sizeof(seeds), "%s/%s/seeds", night->corpus, slice->target.class_name);
	if (slice->target.op[0] == '\0' && stat(seeds, &status) == 0)
		request.seeds = seeds;
	code = cgf_hunt(hunt, &request);
	cgf_night_report_add_hunt(night->report, slice, hunt);
	note_failure(night, slice, code);
	return code;
}

/* A verdict that is new tonight is made smaller, for as long as the night lasts. Interrupted, the finding
 * stays as it was confirmed. */
static void reduce_finding(const struct cgf_night *night, struct cgf_night_finding *finding)
{
	static struct cgf_plan_lines lines;
	char folder[CGF_PATH_BYTES_MAX + 128], smaller[2 * CGF_PATH_BYTES_MAX];
	struct cgf_target target = finding->slice.target;
	struct cgf_verdict verdict = finding->verdict;

	int code;

	target.op[0] = '\0'; /* the plan's text names its ops */
	cgf_time_end_ms = night->end_ms;
	code = cgf_plan_lines_load(&lines, night->programs, &target, finding->file);
	if (code == 0)
		code = cgf_reduce(&lines, &verdict, night->programs, &target, NULL);
	cgf_time_end_ms = INT64_MAX;
	if (code != 0 && code != -ETIME)
		return;
	cgf_text_make(folder, sizeof(folder), "%s/findings/%s", night->folder, target.class_name);
	if (cgf_finding_save(smaller, sizeof(smaller), folder, &lines, &verdict) != 0)
		return;
	if (strcmp(smaller, finding->file) != 0)
		unlink(finding->file);
	cgf_text_make(finding->file, sizeof(finding->file), "%s", smaller);
	finding->verdict = verdict;
}

/* Known to the corpus, known since earlier tonight, or new. What is said of it. */
static const char *judge_finding(struct cgf_night *night, const struct cgf_slice *slice,
                                 const struct cgf_hunt *hunt)
{
	struct cgf_night_finding *finding = cgf_night_report_find(night->report, &hunt->verdict);

	if (finding) {
		finding->times++;
		if (strcmp(finding->file, hunt->file) != 0)
			unlink(hunt->file);
		return finding->is_fixed ? "FALSE ALARM again," : "again";
	}
	finding = cgf_night_report_add_finding(night->report, slice, hunt);
	if (!finding)
		return "one finding too many for the report:";
	finding->known = night->corpus[0] != '\0' && !finding->is_fixed &&
	                 cgf_corpus_has(night->corpus, night->programs, &hunt->verdict);
	if (!finding->known)
		reduce_finding(night, finding);
	return finding->is_fixed ? "FALSE ALARM" : finding->known ? "known" : "NEW";
}

/* One verdict of an enumeration: a line and a row's count of its own. */
struct enumerated {
	struct cgf_night *night;
	const struct cgf_slice *slice;
};

static void tell_enumerated(const struct cgf_hunt *hunt, void *data)
{
	const struct enumerated *enumerated = data;
	char name[CGF_SLICE_NAME_BYTES_MAX];

	cgf_night_report_add_hunt(enumerated->night->report, enumerated->slice, hunt);
	cgf_slice_name(name, sizeof(name), enumerated->slice);
	printf("%s: after %.1f s: %s %s at=%s\n", name, (double)hunt->found_ms / 1000,
	       judge_finding(enumerated->night, enumerated->slice, hunt), hunt->verdict.name,
	       hunt->verdict.at);
}

static void note_unavailable(struct cgf_night *night, const struct cgf_slice *slice, size_t count)
{
	char name[CGF_SLICE_NAME_BYTES_MAX];

	cgf_slice_name(name, sizeof(name), slice);
	cgf_night_report_note(night->report, "left out",
	                      "%s: %zu fault sets need what this machine does not have", name, count);
}

/* The slice's sets, from another one on each time. The exit code, or -EINTR. */
static int enumerate_slice(struct cgf_night *night, const struct cgf_slice *slice, long seconds,
                           const char *output)
{
	static struct cgf_enumeration all;
	struct enumerated enumerated = {.night = night, .slice = slice};
	const struct cgf_enumeration_request request = {.programs = night->programs,
	                                                .target = &slice->target,
	                                                .output = output,
	                                                .seconds = seconds,
	                                                .first = night->seed++,
	                                                .found = tell_enumerated,
	                                                .data = &enumerated};
	int code = cgf_enumerate(&all, &request);

	cgf_night_report_add_hunt(night->report, slice, &all.total);
	note_failure(night, slice, code);
	if (all.unavailable > 0)
		note_unavailable(night, slice, all.unavailable);
	cgf_night_slice_tell(slice, &all.total, code > 0 ? "FAILED" : "fault sets run");
	return code;
}

int cgf_night_slice_run(struct cgf_night *night, const struct cgf_slice *slice, long seconds,
                        const char *output)
{
	static struct cgf_hunt hunt;
	int code;

	if (cgf_set_is_enumerated(slice->target.set))
		return enumerate_slice(night, slice, seconds, output);
	code = cgf_night_slice_hunt(night, slice, seconds, output, &hunt);
	if (code != -EINTR)
		cgf_night_slice_tell(slice, &hunt,
		                     hunt.found           ? judge_finding(night, slice, &hunt)
		                     : code != 0          ? "FAILED"
		                     : hunt.undecided > 0 ? "a claim for the next night"
		                                          : "nothing found");
	return code;
}

static void note_taken_up(struct cgf_night *night, const struct cgf_slice *slice, const struct cgf_hunt *hunt)
{
	cgf_night_report_add_hunt(night->report, slice, hunt);
	cgf_night_slice_tell(slice, hunt,
	                     hunt->found ? judge_finding(night, slice, hunt)
	                                 : "a claim of an earlier night, not confirmed");
}

int cgf_night_take_up(struct cgf_night *night, const char *output)
{
	static struct cgf_pending pending;
	static struct cgf_hunt hunt;
	int code = 0;

	while (code == 0 && !cgf_stop && cgf_pending_take(&pending, night->pending, NULL)) {
		struct cgf_slice slice = {.target = pending.record.target, .engine = cgf_engines[0]};
		const struct cgf_hunt_request request = {
		        .programs = night->programs,
		        .target = &slice.target,
		        .output = output,
		        .seconds = (long)((night->end_ms - cgf_now_ms()) / 1000)};

		if (strcmp(pending.record.engine, cgf_engines[1]) == 0)
			slice.engine = cgf_engines[1];
		code = cgf_hunt_pending(&hunt, &request, &pending);
		note_failure(night, &slice, code);
		if (code == 0)
			note_taken_up(night, &slice, &hunt);
	}
	return code;
}
