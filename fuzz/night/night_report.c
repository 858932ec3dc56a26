/*
 * night_report.c: collects; night_report_text.c and night_report_json.c write.
 */
#include "night_report.h"

#include "canary.h"
#include "plans/files.h"
#include "plans/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A class that had fewer executions that counted says nothing about its faults yet. */
enum { EFFECTIVE_MIN = 20000 };

int cgf_night_report_begin(struct cgf_night_report *report, const char *folder)
{
	memset(report, 0, sizeof(*report));
	cgf_text_make(report->folder, sizeof(report->folder), "%s", folder);
	report->fired = cJSON_CreateObject();
	report->effective = cJSON_CreateObject();
	return report->fired && report->effective ? 0 : cgf_harness_failed("out of memory");
}

static struct cgf_night_row *find_row(struct cgf_night_report *report, const struct cgf_slice *slice)
{
	struct cgf_night_row *row;

	for (size_t i = 0; i < report->row_count; i++) {
		row = &report->rows[i];
		if (strcmp(row->slice.target.class_name, slice->target.class_name) == 0 &&
		    strcmp(row->slice.target.variant, slice->target.variant) == 0 &&
		    strcmp(row->slice.engine, slice->engine) == 0 &&
		    strcmp(row->slice.target.build, slice->target.build) == 0)
			return row;
	}
	if (report->row_count == CGF_NIGHT_ROWS_MAX)
		return &report->rows[CGF_NIGHT_ROWS_MAX - 1];
	row = &report->rows[report->row_count++];
	row->slice = *slice;
	row->first_ms = -1;
	return row;
}

static cJSON *object_under(cJSON *object, const char *name)
{
	cJSON *under = cJSON_GetObjectItemCaseSensitive(object, name);

	return under ? under : cJSON_AddObjectToObject(object, name);
}

static void add_number(cJSON *object, const char *name, uint64_t number)
{
	cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	if (item)
		cJSON_SetNumberValue(item, item->valuedouble + (double)number);
	else
		cJSON_AddNumberToObject(object, name, (double)number);
}

/* Zeros too: a fault that never fired has to stand there. */
static void add_fired(struct cgf_night_report *report, const struct cgf_slice *slice,
                      const struct cgf_stats *stats)
{
	cJSON *variant =
	        object_under(object_under(report->fired, slice->target.class_name), slice->target.variant);
	cJSON *actions = object_under(variant, "(actions)");

	for (size_t site = 0; site < stats->site_count && site < CGF_SITES_MAX; site++) {
		for (size_t op = 0; op < stats->op_count && op < CGF_OPS_MAX; op++)
			add_number(object_under(variant, stats->ops[op]), stats->sites[site],
			           stats->fired[op][site]);
		add_number(actions, stats->sites[site], stats->fired_in_actions[site]);
	}
	add_number(report->effective, slice->target.class_name, stats->effective);
}

void cgf_night_report_add_hunt(struct cgf_night_report *report, const struct cgf_slice *slice,
                               const struct cgf_hunt *hunt)
{
	struct cgf_night_row *row = find_row(report, slice);

	row->executions += hunt->stats.executions;
	row->effective += hunt->stats.effective;
	row->fired += cgf_stats_fired(&hunt->stats);
	row->unconfirmed += hunt->unconfirmed;
	if (hunt->found) {
		row->verdicts++;
		if (row->first_ms < 0)
			row->first_ms = row->elapsed_ms + hunt->found_ms;
	}
	row->elapsed_ms += hunt->elapsed_ms;
	if (hunt->stats.magic == CGF_STATS_MAGIC)
		add_fired(report, slice, &hunt->stats);
}

struct cgf_night_finding *cgf_night_report_find(struct cgf_night_report *report,
                                                const struct cgf_verdict *verdict)
{
	for (size_t i = 0; i < report->finding_count; i++)
		if (strcmp(report->findings[i].verdict.class_name, verdict->class_name) == 0 &&
		    cgf_variant_is_fixed(report->findings[i].verdict.variant) ==
		            cgf_variant_is_fixed(verdict->variant) &&
		    cgf_verdict_same(&report->findings[i].verdict, verdict))
			return &report->findings[i];
	return NULL;
}

struct cgf_night_finding *cgf_night_report_add_finding(struct cgf_night_report *report,
                                                       const struct cgf_slice *slice,
                                                       const struct cgf_hunt *hunt)
{
	struct cgf_night_finding *finding;

	if (report->finding_count == CGF_NIGHT_FINDINGS_MAX)
		return NULL;
	finding = &report->findings[report->finding_count++];
	memset(finding, 0, sizeof(*finding));
	finding->slice = *slice;
	finding->verdict = hunt->verdict;
	finding->is_fixed = cgf_variant_is_fixed(slice->target.variant);
	finding->times = 1;
	finding->executions = hunt->found_executions;
	finding->found_ms = hunt->found_ms;
	cgf_text_make(finding->file, sizeof(finding->file), "%s", hunt->file);
	return finding;
}

void cgf_night_report_note(struct cgf_night_report *report, const char *key, const char *format, ...)
{
	va_list arguments;

	if (report->note_count == CGF_NIGHT_NOTES_MAX)
		return;
	report->notes[report->note_count].key = key;
	va_start(arguments, format);
	vsnprintf(report->notes[report->note_count].text, CGF_SLICE_NAME_BYTES_MAX, format, arguments);
	va_end(arguments);
	report->note_count++;
}

/* How often a fault of a class fired, in all ops of all variants. */
static double fired_in_class(const cJSON *class, const char *site)
{
	const cJSON *variant, *op;
	double sum = 0;

	cJSON_ArrayForEach(variant, class) cJSON_ArrayForEach(op, variant) sum +=
	        cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(op, site));
	return sum;
}

void cgf_night_report_judge_faults(struct cgf_night_report *report)
{
	const cJSON *class, *site;

	cJSON_ArrayForEach(class, report->fired)
	{
		const cJSON *counted = cJSON_GetObjectItemCaseSensitive(report->effective, class->string);
		const cJSON *actions = cJSON_GetObjectItemCaseSensitive(class->child, "(actions)");

		if (cgf_is_canary(class->string) || cJSON_GetNumberValue(counted) < EFFECTIVE_MIN)
			continue;
		cJSON_ArrayForEach(site, actions) if (fired_in_class(class, site->string) == 0)
		        cgf_night_report_note(report, CGF_NIGHT_NEVER_FIRED, "%s %s", class->string,
		                              site->string);
	}
}

enum cgf_exit_code cgf_night_report_code(const struct cgf_night_report *report)
{
	bool is_new = false;

	if (report->ended_by)
		return CGF_EXIT_INTERRUPTED;
	if (report->canaries_missed > 0 || report->harness_failures > 0)
		return CGF_EXIT_HARNESS;
	for (size_t i = 0; i < report->note_count; i++)
		if (strcmp(report->notes[i].key, CGF_NIGHT_NEVER_FIRED) == 0)
			return CGF_EXIT_HARNESS;
	for (size_t i = 0; i < report->finding_count; i++) {
		if (report->findings[i].is_fixed)
			return CGF_EXIT_HARNESS;
		is_new = is_new || !report->findings[i].known;
	}
	return is_new ? CGF_EXIT_FOUND : CGF_EXIT_NOTHING;
}
