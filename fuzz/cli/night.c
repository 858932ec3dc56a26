/*
 * night.c: `cgofault night`: canaries first, then slices in rotation for as long as there is time.
 */
#include "canary.h"

#include "child.h"
#include "enumerate.h"
#include "files.h"
#include "finding.h"
#include "hunt.h"
#include "night_report.h"
#include "reduce.h"
#include "slices.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MINUTES = 10, MINUTES_MAX = 7 * 24 * 60, SLICE_S_MIN = 5, CANARY_S = 20, SAME_DAY_MAX = 1000 };

struct night {
	const struct cgf_programs *programs;
	char folder[CGF_PATH_BYTES_MAX]; /* build/night/DATE */
	char rotation[CGF_PATH_BYTES_MAX];
	char corpus[CGF_PATH_BYTES_MAX]; /* empty: none */
	int64_t end_ms;
	long seed; /* grows, so that no two slices repeat each other */
	struct cgf_night_report *report;
};

static int64_t seconds_left(const struct night *night)
{
	return (night->end_ms - cgf_now_ms()) / 1000;
}

/* One line a slice, as it ends. */
static void tell_slice(const struct cgf_slice *slice, const struct cgf_hunt *hunt, const char *what)
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

static void note_failure(struct night *night, const struct cgf_slice *slice, int code)
{
	char name[CGF_SLICE_NAME_BYTES_MAX];

	if (code <= 0)
		return;
	cgf_slice_name(name, sizeof(name), slice);
	cgf_night_report_note(night->report, "failed", "%s", name);
	night->report->harness_failures++;
}

/* Runs one slice. The exit code of the hunt, or -EINTR. */
static int run_slice(struct night *night, const struct cgf_slice *slice, long seconds, const char *output,
                     struct cgf_hunt *hunt)
{
	struct cgf_hunt_request request = {.programs = night->programs,
	                                   .target = &slice->target,
	                                   .engine = slice->engine,
	                                   .output = output,
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

static int run_canaries(struct night *night, const struct cgf_slices *slices)
{
	static struct cgf_hunt hunt;
	char name[CGF_SLICE_NAME_BYTES_MAX];
	int code = 0;

	for (size_t i = 0; i < slices->count && !cgf_stop; i++) {
		const struct cgf_slice *slice = &slices->slices[i];

		if (cgf_variant_is_fixed(slice->target.variant))
			continue;
		code = run_slice(night, slice, CANARY_S, NULL, &hunt);
		if (code == -EINTR)
			break;
		tell_slice(slice, &hunt, hunt.found ? "canary" : "CANARY MISSED");
		if (hunt.found) {
			night->report->canaries_seen++;
			continue;
		}
		night->report->canaries_missed++;
		cgf_slice_name(name, sizeof(name), slice);
		cgf_night_report_note(night->report, "canary missed", "%s", name);
	}
	return cgf_night_report_write(night->report);
}

/* A verdict that is new tonight is made smaller. Interrupted or not minimal, the finding stays as it was
 * confirmed. */
static void reduce_finding(const struct night *night, struct cgf_night_finding *finding)
{
	static struct cgf_plan_lines lines;
	char folder[CGF_PATH_BYTES_MAX + 128], smaller[2 * CGF_PATH_BYTES_MAX];
	struct cgf_target target = finding->slice.target;
	struct cgf_verdict verdict = finding->verdict;

	target.op[0] = '\0'; /* the plan's text names its ops */
	if (cgf_plan_lines_load(&lines, night->programs, &target, finding->file) != 0 ||
	    cgf_reduce(&lines, &verdict, night->programs, &target, NULL) != 0)
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
static const char *judge_finding(struct night *night, const struct cgf_slice *slice,
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
	                 cgf_corpus_has(night->corpus, &hunt->verdict);
	if (!finding->known)
		reduce_finding(night, finding);
	return finding->is_fixed ? "FALSE ALARM" : finding->known ? "known" : "NEW";
}

/* One verdict of an enumeration: a line and a row's count of its own. */
struct enumerated {
	struct night *night;
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

/* The slice's sets, from another one on each time. The exit code, or -EINTR. */
static int enumerate_slice(struct night *night, const struct cgf_slice *slice, long seconds,
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
	tell_slice(slice, &all.total, code > 0 ? "FAILED" : "fault sets run");
	return code;
}

static int fuzz_slice(struct night *night, const struct cgf_slice *slice, long seconds, const char *output)
{
	static struct cgf_hunt hunt;
	int code;

	if (cgf_set_is_enumerated(slice->target.set))
		return enumerate_slice(night, slice, seconds, output);
	code = run_slice(night, slice, seconds, output, &hunt);
	if (code != -EINTR)
		tell_slice(slice, &hunt,
		           hunt.found  ? judge_finding(night, slice, &hunt)
		           : code != 0 ? "FAILED"
		                       : "nothing found");
	return code;
}

/* Each slice gets its share of what is left; those that find early leave their time to the others. */
static int run_slices(struct night *night, const struct cgf_slices *slices)
{
	char output[CGF_PATH_BYTES_MAX + 16];
	size_t next = cgf_rotation_read(night->rotation, slices), done = 0;
	int code = 0;

	cgf_text_make(output, sizeof(output), "%s/findings", night->folder);
	while (slices->count > 0 && !cgf_stop && seconds_left(night) >= SLICE_S_MIN) {
		const struct cgf_slice *slice = &slices->slices[next];
		long share = (long)seconds_left(night) / (long)(slices->count - done % slices->count);

		if (fuzz_slice(night, slice, share < SLICE_S_MIN ? SLICE_S_MIN : share, output) == -EINTR)
			break;
		next = (next + 1) % slices->count;
		done++;
		code = cgf_rotation_write(night->rotation, &slices->slices[next]);
		if (code != 0)
			return cgf_harness_failed("%s: %s", night->rotation, strerror(-code));
		if ((code = cgf_night_report_write(night->report)) != 0)
			return code;
	}
	for (size_t i = done; i < slices->count; i++) {
		char name[CGF_SLICE_NAME_BYTES_MAX];

		cgf_slice_name(name, sizeof(name), &slices->slices[(next + i - done) % slices->count]);
		cgf_night_report_note(night->report, CGF_NIGHT_NO_TIME, "%s", name);
	}
	return 0;
}

/* A second night of the same day has a number. */
static int make_folder(struct night *night, const char *under)
{
	char day[32];
	time_t now = time(NULL);
	struct tm local;
	int error = cgf_folder_make(under);

	strftime(day, sizeof(day), "%Y-%m-%d", localtime_r(&now, &local));
	cgf_text_make(night->rotation, sizeof(night->rotation), "%s/rotation", under);
	cgf_text_make(night->folder, sizeof(night->folder), "%s/%s", under, day);
	for (int i = 2; error == 0 && mkdir(night->folder, 0777) != 0; i++) {
		error = errno == EEXIST && i < SAME_DAY_MAX ? 0 : -errno;
		cgf_text_make(night->folder, sizeof(night->folder), "%s/%s.%d", under, day, i);
	}
	return error == 0 ? 0 : cgf_harness_failed("%s: %s", night->folder, strerror(-error));
}

static int run_night(struct night *night, const struct cgf_slices *canaries, const struct cgf_slices *slices)
{
	struct cgf_night_report *report = night->report;
	int code = cgf_night_report_begin(report, night->folder);

	for (size_t i = 0; i < slices->missing_count; i++)
		cgf_night_report_note(report, "left out", "%s", slices->missing[i]);
	if (code == 0)
		code = run_canaries(night, canaries);
	if (code == 0)
		code = run_slices(night, slices);
	cgf_night_report_judge_faults(report);
	report->ended_by = cgf_stop ? "interrupted" : NULL;
	if (cgf_night_report_write(report) != 0 || code != 0)
		return CGF_EXIT_HARNESS;
	putchar('\n');
	cgf_night_report_print(stdout, report);
	printf("report: %s/report.txt\n", night->folder);
	return cgf_night_report_code(report);
}

int cgf_verb_night(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	static struct cgf_listed_ops ops;
	static struct cgf_slices canaries, slices;
	static struct cgf_night_report report;
	static struct night night = {.programs = &programs, .report = &report};
	const char *output_option = NULL, *corpus_option = NULL;
	char output[CGF_PATH_BYTES_MAX + 16];
	long minutes = MINUTES;
	const struct cgf_option table[] = {
	        {"minutes", "N", "how long; 10 unless given", .number = &minutes, .number_min = 1,
	         .number_max = MINUTES_MAX},
	        {"out", "DIR", "where nights are kept; night beside this command unless given",
	         .text = &output_option},
	        {"corpus", "DIR", "the corpus, if it is not the one beside the build folder",
	         .text = &corpus_option},
	        {.name = NULL},
	};
	int operand, code;

	if (!cgf_options_read(verb, table, argc, argv, 0, 0, &operand, &code))
		return code;
	night.end_ms = cgf_now_ms() + minutes * 60 * 1000;
	night.seed = time(NULL) % 1000000;
	if ((code = cgf_programs_find(&programs)) != 0 || (code = cgf_ops_list(&ops, &programs)) != 0)
		return code;
	if (!cgf_corpus_find(night.corpus, sizeof(night.corpus), &programs, corpus_option)) {
		if (corpus_option)
			return cgf_wrong_usage("no corpus at %s", night.corpus);
		night.corpus[0] = '\0';
	}
	cgf_slices_make(&canaries, &programs, &ops, true);
	cgf_slices_make(&slices, &programs, &ops, false);
	cgf_text_make(output, sizeof(output), "%s/night", programs.build_directory);
	code = make_folder(&night, output_option ? output_option : output);
	return code != 0 ? code : run_night(&night, &canaries, &slices);
}
