/*
 * night_report_json.c: the same as the table and more, for programs; and both into files.
 */
#include "night_report.h"

#include "plans/files.h"
#include "plans/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cJSON *describe_row(const struct cgf_night_row *row)
{
	cJSON *object = cJSON_CreateObject();

	cJSON_AddStringToObject(object, "class", row->slice.target.class_name);
	cJSON_AddStringToObject(object, "variant", row->slice.target.variant);
	cJSON_AddStringToObject(object, "engine", row->slice.engine);
	cJSON_AddStringToObject(object, "build", row->slice.target.build);
	cJSON_AddNumberToObject(object, "executions", (double)row->executions);
	cJSON_AddNumberToObject(object, "executions_that_counted", (double)row->effective);
	cJSON_AddNumberToObject(object, "elapsed_ms", (double)row->elapsed_ms);
	cJSON_AddNumberToObject(object, "faults_fired", (double)row->fired);
	cJSON_AddNumberToObject(object, "verdicts", row->verdicts);
	cJSON_AddNumberToObject(object, "unconfirmed", row->unconfirmed);
	if (row->first_ms >= 0)
		cJSON_AddNumberToObject(object, "first_ms", (double)row->first_ms);
	return object;
}

static cJSON *describe_finding(const struct cgf_night_finding *finding)
{
	cJSON *object = cJSON_CreateObject();
	char line[CGF_VERDICT_LINE_BYTES_MAX];

	cgf_verdict_write(line, sizeof(line), &finding->verdict);
	cJSON_AddStringToObject(object, "verdict", line);
	cJSON_AddStringToObject(object, "class", finding->verdict.class_name);
	cJSON_AddStringToObject(object, "variant", finding->verdict.variant);
	cJSON_AddStringToObject(object, "op", finding->slice.target.op);
	cJSON_AddStringToObject(object, "go", finding->verdict.go);
	cJSON_AddStringToObject(object, "engine", finding->slice.engine);
	cJSON_AddStringToObject(object, "build", finding->slice.target.build);
	cJSON_AddStringToObject(object, "file", finding->file);
	cJSON_AddBoolToObject(object, "known", finding->known);
	cJSON_AddBoolToObject(object, "false_alarm", finding->is_fixed);
	cJSON_AddNumberToObject(object, "times", finding->times);
	cJSON_AddNumberToObject(object, "executions", (double)finding->executions);
	cJSON_AddNumberToObject(object, "found_ms", (double)finding->found_ms);
	return object;
}

static cJSON *describe(const struct cgf_night_report *report)
{
	cJSON *object = cJSON_CreateObject(), *list;

	cJSON_AddNumberToObject(object, "exit_code", cgf_night_report_code(report));
	if (report->ended_by)
		cJSON_AddStringToObject(object, "end", report->ended_by);
	list = cJSON_AddArrayToObject(object, "table");
	for (size_t i = 0; i < report->row_count; i++)
		cJSON_AddItemToArray(list, describe_row(&report->rows[i]));
	list = cJSON_AddArrayToObject(object, "findings");
	for (size_t i = 0; i < report->finding_count; i++)
		cJSON_AddItemToArray(list, describe_finding(&report->findings[i]));
	cJSON_AddNumberToObject(object, "canaries_seen", report->canaries_seen);
	cJSON_AddNumberToObject(object, "canaries_missed", report->canaries_missed);
	list = cJSON_AddArrayToObject(object, "notes");
	for (size_t i = 0; i < report->note_count; i++) {
		cJSON *note = cJSON_CreateObject();

		cJSON_AddStringToObject(note, report->notes[i].key, report->notes[i].text);
		cJSON_AddItemToArray(list, note);
	}
	cJSON_AddItemToObject(object, "faults_fired", cJSON_Duplicate(report->fired, true));
	return object;
}

static int write_text(const struct cgf_night_report *report)
{
	char path[CGF_PATH_BYTES_MAX + 16], *text = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&text, &size);
	int error = memory ? 0 : -ENOMEM;

	cgf_text_make(path, sizeof(path), "%s/report.txt", report->folder);
	if (memory) {
		cgf_night_report_print(memory, report);
		error = fclose(memory) == 0 ? cgf_file_keep(path, text, size) : -errno;
	}
	free(text);
	return error == 0 ? 0 : cgf_harness_failed("%s: %s", path, strerror(-error));
}

int cgf_night_report_write(const struct cgf_night_report *report)
{
	char path[CGF_PATH_BYTES_MAX + 16];
	cJSON *object = describe(report);
	char *text = cJSON_Print(object);
	int error = text ? 0 : -ENOMEM;

	cgf_text_make(path, sizeof(path), "%s/report.json", report->folder);
	if (text)
		error = cgf_file_keep(path, text, strlen(text));
	free(text);
	cJSON_Delete(object);
	if (error != 0)
		return cgf_harness_failed("%s: %s", path, strerror(-error));
	return write_text(report);
}
