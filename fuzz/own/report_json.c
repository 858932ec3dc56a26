/*
 * report_json.c: the report for programs. Its fields are described in `cgofault test --help`; a change of
 * what one means is another version.
 */
#include "report.h"

#include "advice.h"
#include "keep.h"

#include "plans/say.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION = 1 };

static void add_faults(cJSON *to, const struct cgf_own_finding *finding)
{
	cJSON *list = cJSON_AddArrayToObject(to, "faults");
	char fault[CGF_OWN_FAULT_BYTES_MAX];

	for (size_t i = 0; i < finding->fault_count; i++) {
		cgf_own_fault_write(fault, sizeof(fault), &finding->faults[i]);
		cJSON_AddItemToArray(list, cJSON_CreateString(fault));
	}
}

static cJSON *describe_finding(const struct cgf_own_session *session, const struct cgf_own_finding *finding)
{
	const struct cgf_own_test *test = &session->tests[finding->test];
	const struct cgf_own_verdict *verdict = &finding->verdict;
	cJSON *object = cJSON_CreateObject();
	struct cgf_own_advice advice;

	cgf_own_advise(&advice, finding);
	cJSON_AddStringToObject(object, "verdict", verdict->verdict.name);
	cJSON_AddStringToObject(object, "at", verdict->verdict.at);
	cJSON_AddStringToObject(object, "package", session->packages.tested[test->package].path);
	cJSON_AddStringToObject(object, "test", test->name);
	cJSON_AddStringToObject(object, "line", finding->line);
	cJSON_AddStringToObject(object, "function", finding->function);
	if (verdict->by[0] != '\0') {
		cJSON_AddStringToObject(object, "by", verdict->by);
		cJSON_AddStringToObject(object, "by_line", finding->by_line);
	}
	if (verdict->said[0] != '\0')
		cJSON_AddStringToObject(object, "test_said", verdict->said);
	add_faults(object, finding);
	cJSON_AddBoolToObject(object, "known", cgf_own_keep_knows(session, finding));
	cJSON_AddBoolToObject(object, "confirmed", finding->confirmed);
	cJSON_AddNumberToObject(object, "agreed", finding->agreed);
	cJSON_AddNumberToObject(object, "tried", finding->tried);
	cJSON_AddNumberToObject(object, "seen", finding->seen);
	cJSON_AddStringToObject(object, "what", advice.what);
	cJSON_AddStringToObject(object, "fix", advice.fix);
	cJSON_AddStringToObject(object, "rule", advice.rule);
	return object;
}

static cJSON *describe_test(const struct cgf_own_session *session, const struct cgf_own_test *test)
{
	cJSON *object = cJSON_CreateObject(), *calls;

	cJSON_AddStringToObject(object, "package", session->packages.tested[test->package].path);
	cJSON_AddStringToObject(object, "test", test->name);
	cJSON_AddNumberToObject(object, "ms", (double)test->ms);
	if (*test->left_out != '\0')
		cJSON_AddStringToObject(object, "left_out", test->left_out);
	calls = cJSON_AddArrayToObject(object, "calls");
	for (size_t i = 0; i < test->trace.site_count; i++) {
		const struct cgf_own_site *site = &test->trace.sites[i];
		cJSON *call = cJSON_CreateObject();

		cJSON_AddStringToObject(call, "function", site->function);
		cJSON_AddStringToObject(call, "form", cgf_own_forms[site->form]);
		cJSON_AddStringToObject(call, "line", site->place ? site->place : "unknown");
		cJSON_AddNumberToObject(call, "calls", (double)site->calls);
		if (site->uneven)
			cJSON_AddBoolToObject(call, "uneven", true);
		cJSON_AddItemToArray(calls, call);
	}
	return object;
}

static void add_names(cJSON *to, const char *key, const char *const *names, size_t count)
{
	cJSON *list = cJSON_AddArrayToObject(to, key);

	for (size_t i = 0; i < count; i++)
		cJSON_AddItemToArray(list, cJSON_CreateString(names[i]));
}

static cJSON *describe_kept(const struct cgf_own_kept *kept)
{
	cJSON *object = cJSON_CreateObject();

	cJSON_AddStringToObject(object, "function", kept->function);
	cJSON_AddNumberToObject(object, "argument", kept->argument);
	cJSON_AddNumberToObject(object, "bytes", (double)kept->bytes);
	cJSON_AddNumberToObject(object, "offset", (double)kept->offset);
	cJSON_AddBoolToObject(object, "library", kept->library);
	cJSON_AddBoolToObject(object, "dead", kept->dead);
	return object;
}

static cJSON *describe(const struct cgf_own_session *session)
{
	cJSON *object = cJSON_CreateObject(), *list;

	cJSON_AddNumberToObject(object, "version", VERSION);
	add_names(object, "packages", session->packages.opened, session->packages.opened_count);
	add_names(object, "not_seen", (const char *const *)session->packages.unseen,
	          session->packages.unseen_count);
	list = cJSON_AddArrayToObject(object, "functions");
	for (size_t i = 0; i < session->functions.count; i++) {
		cJSON *function = cJSON_CreateObject();

		cJSON_AddStringToObject(function, "function", session->functions.functions[i].name);
		cJSON_AddStringToObject(function, "form",
		                        cgf_own_forms[session->functions.functions[i].form]);
		cJSON_AddItemToArray(list, function);
	}
	list = cJSON_AddArrayToObject(object, "tests");
	for (size_t i = 0; i < session->test_count; i++)
		cJSON_AddItemToArray(list, describe_test(session, &session->tests[i]));
	list = cJSON_AddArrayToObject(object, "findings");
	for (size_t i = 0; i < session->finding_count; i++)
		cJSON_AddItemToArray(list, describe_finding(session, &session->findings[i]));
	list = cJSON_AddArrayToObject(object, "kept");
	for (size_t i = 0; i < session->kept_count; i++)
		cJSON_AddItemToArray(list, describe_kept(&session->kept[i]));
	cJSON_AddNumberToObject(object, "runs", (double)session->runs);
	cJSON_AddNumberToObject(object, "runs_together", (double)session->runs_together);
	cJSON_AddNumberToObject(object, "runs_without_faults", (double)session->baseline_runs);
	cJSON_AddNumberToObject(object, "faults_made", (double)session->faults_fired);
	cJSON_AddNumberToObject(object, "faults_not_made", (double)session->faults_not_fired);
	cJSON_AddNumberToObject(object, "runs_left_out", (double)session->untried);
	cJSON_AddNumberToObject(object, "build_ms", (double)session->build_ms);
	cJSON_AddNumberToObject(object, "sweep_ms", (double)session->sweep_ms);
	return object;
}

int cgf_own_report_json(FILE *to, const struct cgf_own_session *session)
{
	cJSON *object = describe(session);
	char *text = cJSON_Print(object);

	cJSON_Delete(object);
	if (!text)
		return cgf_harness_failed("out of memory");
	fprintf(to, "%s\n", text);
	free(text);
	return 0;
}
