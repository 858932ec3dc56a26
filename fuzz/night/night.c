/*
 * night.c: see night.h: canaries first, then slices in rotation for as long as there is time.
 */
#include "night.h"

#include "child.h"
#include "hunt/finding.h"
#include "hunt/output.h"
#include "night_package.h"
#include "night_slice.h"
#include "plans/say.h"
#include "plans/stop.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { SLICE_S_MIN = 5, CANARY_S = 20, SAME_DAY_MAX = 1000, PACKAGES_SHARE = 4 };

static int64_t seconds_left(const struct cgf_night *night)
{
	return (night->end_ms - cgf_now_ms()) / 1000;
}

static int run_canaries(struct cgf_night *night, const struct cgf_slices *slices)
{
	static struct cgf_hunt hunt;
	char name[CGF_SLICE_NAME_BYTES_MAX];
	int code = 0;

	for (size_t i = 0; i < slices->count && !cgf_stop; i++) {
		const struct cgf_slice *slice = &slices->slices[i];

		if (cgf_variant_is_fixed(slice->target.variant))
			continue;
		code = cgf_night_slice_hunt(night, slice, CANARY_S, NULL, &hunt);
		if (code == -EINTR)
			break;
		cgf_night_slice_tell(slice, &hunt, hunt.found ? "canary" : "CANARY MISSED");
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

/* Each slice gets its share of what is left; those that find early leave their time to the others. */
static int run_slices(struct cgf_night *night, const struct cgf_slices *slices)
{
	char output[CGF_PATH_BYTES_MAX + 16];
	size_t next = cgf_rotation_read(night->rotation, slices), done = 0, failed = 0;
	int code = 0;

	cgf_text_make(output, sizeof(output), "%s/findings", night->folder);
	cgf_night_take_up(night, output);
	while (slices->count > 0 && !cgf_stop && seconds_left(night) >= SLICE_S_MIN) {
		const struct cgf_slice *slice = &slices->slices[next];
		long share = (long)seconds_left(night) / (long)(slices->count - done % slices->count);

		code = cgf_night_slice_run(night, slice, share < SLICE_S_MIN ? SLICE_S_MIN : share, output);
		if (code == -EINTR)
			break;
		failed += code != 0;
		next = (next + 1) % slices->count;
		done++;
		code = cgf_rotation_write(night->rotation, &slices->slices[next]);
		if (code != 0)
			return cgf_harness_failed("%s: %s", night->rotation, strerror(-code));
		if ((code = cgf_night_report_write(night->report)) != 0)
			return code;
		if (failed == slices->count && failed == done)
			return cgf_harness_failed("no slice of this night could be run");
	}
	for (size_t i = done; i < slices->count; i++) {
		char name[CGF_SLICE_NAME_BYTES_MAX];

		cgf_slice_name(name, sizeof(name), &slices->slices[(next + i - done) % slices->count]);
		cgf_night_report_note(night->report, CGF_NIGHT_NO_TIME, "%s", name);
	}
	return 0;
}

/* A second night of the same day has a number. */
static int make_folder(struct cgf_night *night, const char *under)
{
	char day[32];
	time_t now = time(NULL);
	struct tm local;
	int error = 0, code = cgf_output_check(under);

	if (code != 0)
		return code;

	strftime(day, sizeof(day), "%Y-%m-%d", localtime_r(&now, &local));
	cgf_text_make(night->rotation, sizeof(night->rotation), "%s/rotation", under);
	cgf_text_make(night->pending, sizeof(night->pending), "%s/pending", under);
	cgf_text_make(night->folder, sizeof(night->folder), "%s/%s", under, day);
	for (int i = 2; error == 0 && mkdir(night->folder, 0777) != 0; i++) {
		error = errno == EEXIST && i < SAME_DAY_MAX ? 0 : -errno;
		cgf_text_make(night->folder, sizeof(night->folder), "%s/%s.%d", under, day, i);
	}
	return error == 0 ? 0 : cgf_harness_failed("%s: %s", night->folder, strerror(-error));
}

/* All own packages together sweep for at most a quarter of the night. */
static int run_packages(struct cgf_night *night, const struct cgf_night_request *request)
{
	size_t count = 0;
	long minutes;

	while (request->packages[count])
		count++;
	minutes = count ? request->minutes / (PACKAGES_SHARE * (long)count) : 0;
	for (size_t i = 0; i < count && !cgf_stop; i++)
		if (cgf_night_package_run(night, request->packages[i], minutes ? minutes : 1) == -EINTR)
			break;
	return cgf_night_report_write(night->report);
}

static int run_night(struct cgf_night *night, const struct cgf_night_request *request,
                     const struct cgf_slices *canaries, const struct cgf_slices *slices)
{
	struct cgf_night_report *report = night->report;
	int code = cgf_night_report_begin(report, night->folder);

	for (size_t i = 0; i < slices->missing_count; i++)
		cgf_night_report_note(report, "left out", "%s", slices->missing[i]);
	if (code == 0)
		code = run_canaries(night, canaries);
	if (code == 0)
		code = run_packages(night, request);
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

int cgf_night_run(const struct cgf_programs *programs, const struct cgf_night_request *request)
{
	static struct cgf_listed_ops ops;
	static struct cgf_slices canaries, slices;
	static struct cgf_night_report report;
	static struct cgf_night night;
	int code;

	night = (struct cgf_night){.programs = programs,
	                           .report = &report,
	                           .end_ms = cgf_now_ms() + request->minutes * 60 * 1000,
	                           .seed = time(NULL) % 1000000};
	if ((code = cgf_ops_list(&ops, programs)) != 0)
		return code;
	if (!cgf_corpus_find(night.corpus, sizeof(night.corpus), programs, request->corpus)) {
		if (request->corpus)
			return cgf_wrong_usage("no corpus at %s", night.corpus);
		night.corpus[0] = '\0';
	}
	cgf_slices_make(&canaries, programs, &ops, true);
	cgf_slices_make(&slices, programs, &ops, false);
	code = make_folder(&night, request->output);
	return code != 0 ? code : run_night(&night, request, &canaries, &slices);
}
