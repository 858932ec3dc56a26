/*
 * night_report_text.c: the table that a night ends with, for people.
 */
#include "night_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void print_row(FILE *to, const struct cgf_night_row *row)
{
	char name[2 * CGF_NAME_BYTES_MAX], first[32] = "-";
	uint64_t speed = row->elapsed_ms > 0 ? row->executions * 1000 / (uint64_t)row->elapsed_ms : 0;

	snprintf(name, sizeof(name), "%s %s", row->slice.target.class_name, row->slice.target.variant);
	if (row->first_ms >= 0)
		snprintf(first, sizeof(first), "%.1f s", (double)row->first_ms / 1000);
	fprintf(to, "%-32s %-9s %-5s %11" PRIu64 " %7" PRIu64 " %11" PRIu64 " %8u %10s\n", name,
	        row->slice.engine, row->slice.target.build, row->executions, speed, row->fired, row->verdicts,
	        first);
}

/* What the corpus has is counted; report.json lists it. */
static void print_findings(FILE *to, const struct cgf_night_report *report)
{
	unsigned known = 0;

	for (size_t i = 0; i < report->finding_count; i++) {
		const struct cgf_night_finding *finding = &report->findings[i];

		known += finding->known;
		if (finding->known)
			continue;
		fprintf(to, "%s: %s %s: %s at=%s%s%s, %u times, first by %s %s\n",
		        finding->is_fixed ? "FALSE ALARM" : "NEW", finding->verdict.class_name,
		        finding->verdict.variant, finding->verdict.name, finding->verdict.at,
		        *finding->verdict.keys ? " " : "", finding->verdict.keys, finding->times,
		        finding->slice.engine, finding->slice.target.build);
		if (finding->file[0] != '\0')
			fprintf(to, "    %s\n", finding->file);
	}
	fprintf(to, "known: %u\n", known);
}

/* The last lines: what is new, and what to do about the first of it. A false alarm comes first. */
static void print_next(FILE *to, const struct cgf_night_report *report)
{
	const struct cgf_night_finding *first = NULL;
	unsigned false_alarms = 0, unknown = 0;

	for (size_t i = 0; i < report->finding_count; i++) {
		const struct cgf_night_finding *finding = &report->findings[i];

		false_alarms += finding->is_fixed;
		unknown += !finding->is_fixed && !finding->known;
		if (*finding->file != '\0' && !finding->known &&
		    (!first || (finding->is_fixed && !first->is_fixed)))
			first = finding;
	}
	fprintf(to, "new: %u, false alarms: %u\n", unknown, false_alarms);
	if (first)
		fprintf(to, "next: cgofault %s %s\n", first->is_fixed ? "run" : "promote", first->file);
}

static unsigned count_unconfirmed(const struct cgf_night_report *report)
{
	unsigned sum = 0;

	for (size_t i = 0; i < report->row_count; i++)
		sum += report->rows[i].unconfirmed;
	return sum;
}

/* Slices that the time did not reach are many, and the next night begins with them: a count will do. */
static void print_notes(FILE *to, const struct cgf_night_report *report)
{
	const char *first = NULL;
	size_t late = 0;

	for (size_t i = 0; i < report->note_count; i++) {
		const char *key = report->notes[i].key, *text = report->notes[i].text;

		if (strcmp(key, CGF_NIGHT_NO_TIME) == 0) {
			first = late++ == 0 ? text : first;
			continue;
		}
		fprintf(to, "%s: %s\n", key, text);
	}
	if (late > 0)
		fprintf(to, "%s: %zu slices; the next night begins with: %s\n", CGF_NIGHT_NO_TIME, late,
		        first);
}

void cgf_night_report_print(FILE *to, const struct cgf_night_report *report)
{
	unsigned unconfirmed = count_unconfirmed(report);

	fprintf(to, "%-32s %-9s %-5s %11s %7s %11s %8s %10s\n", "class", "engine", "build", "executions",
	        "exec/s", "faults", "verdicts", "first after");
	for (size_t i = 0; i < report->row_count; i++)
		print_row(to, &report->rows[i]);
	fputc('\n', to);
	print_findings(to, report);
	fprintf(to, "canaries: %u seen, %u missed\n", report->canaries_seen, report->canaries_missed);
	if (unconfirmed > 0)
		fprintf(to,
		        "claims that fresh processes did not confirm: %u, kept in %s/findings/unconfirmed\n",
		        unconfirmed, report->folder);
	print_notes(to, report);
	if (report->ended_by)
		fprintf(to, "%s\n", report->ended_by);
	print_next(to, report);
}
