/*
 * keep.c: see keep.h.
 */
#include "keep.h"

#include "advice.h"
#include "kept_test.h"
#include "plan.h"

#include "plans/say.h"

#include <ctype.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>

enum { SAME_NAME_MAX = 100, NAME_BYTES_MAX = 200 };

/* "contract/freed-in-use at=gpgme_op_verify" is kept as freed-in-use-gpgme_op_verify, and what is not of the
 * contract with its kind: errno-false-gpgme_data_read. */
static void make_name(char *out, const struct cgf_verdict *verdict)
{
	static const char contract[] = "contract/";
	bool plain = strncmp(verdict->name, contract, strlen(contract)) == 0;
	size_t length = 0;
	char name[2 * CGF_VERDICT_WORD_BYTES_MAX + 2];

	snprintf(name, sizeof(name), "%s-%s", verdict->name + (plain ? strlen(contract) : 0), verdict->at);
	for (const unsigned char *at = (const unsigned char *)name; *at && length < NAME_BYTES_MAX - 1;
	     at++) {
		if (isalnum(*at) || *at == '_')
			out[length++] = (char)*at;
		else if (length > 0 && out[length - 1] != '-')
			out[length++] = '-';
	}
	out[length] = '\0';
}

void cgf_own_keep_make(struct cgf_own_plan *out, const struct cgf_own_session *session,
                       const struct cgf_own_finding *finding)
{
	const struct cgf_own_test *test = &session->tests[finding->test];
	const struct cgf_verdict *verdict = &finding->verdict.verdict;
	size_t length = 0;

	*out = (struct cgf_own_plan){.state = CGF_OWN_KNOWN,
	                             .sanitizer = session->options.sanitizer,
	                             .fault_count = finding->fault_count};
	cgf_text_make(out->package, sizeof(out->package), "%s", session->packages.tested[test->package].path);
	cgf_text_make(out->test, sizeof(out->test), "%s", test->name);
	cgf_text_make(out->tags, sizeof(out->tags), "%s", session->options.tags ? session->options.tags : "");
	cgf_text_make(out->verdict, sizeof(out->verdict), "%s%s%s", verdict->name, *verdict->at ? " at=" : "",
	              verdict->at);
	for (const char *const *with = session->options.with; *with && length < sizeof(out->with); with++)
		length += (size_t)snprintf(out->with + length, sizeof(out->with) - length, "%s%s",
		                           length ? " " : "", *with);
	memcpy(out->faults, finding->faults, finding->fault_count * sizeof(out->faults[0]));
}

static bool is_same(const struct cgf_own_plan *a, const struct cgf_own_plan *b)
{
	if (strcmp(a->package, b->package) != 0 || strcmp(a->test, b->test) != 0 ||
	    strcmp(a->verdict, b->verdict) != 0 || a->sanitizer != b->sanitizer ||
	    a->fault_count != b->fault_count)
		return false;
	for (size_t i = 0; i < a->fault_count; i++)
		if (a->faults[i].kind != b->faults[i].kind || a->faults[i].number != b->faults[i].number ||
		    strcmp(a->faults[i].function, b->faults[i].function) != 0)
			return false;
	return true;
}

/* Does the file hold this very plan, in whichever state? */
static bool holds(const char *path, const struct cgf_own_plan *plan)
{
	static char text[CGF_OWN_PLAN_BYTES_MAX];
	static struct cgf_own_plan stored;
	char why[256];

	return cgf_file_read(text, sizeof(text), path) >= 0 &&
	       cgf_own_plan_read(&stored, text, why, sizeof(why)) == 0 && is_same(&stored, plan);
}

static bool is_free(const char *path)
{
	char byte[2];

	return cgf_file_read(byte, sizeof(byte), path) == -ENOENT;
}

static int write_plan(const char *path, const struct cgf_own_plan *plan)
{
	static char text[CGF_OWN_PLAN_BYTES_MAX];
	int length = cgf_own_plan_write(text, sizeof(text), plan);
	int error = length < 0 ? length : cgf_file_keep(path, text, (size_t)length);

	return error == 0 ? 0 : cgf_harness_failed("%s: %s", path, strerror(-error));
}

bool cgf_own_keep_knows(const struct cgf_own_session *session, const struct cgf_own_finding *finding)
{
	static struct cgf_own_plan plan, stored;
	const char *folder = session->packages.tested[session->tests[finding->test].package].folder;
	char pattern[CGF_PATH_BYTES_MAX], why[256];
	static char text[CGF_OWN_PLAN_BYTES_MAX];
	bool knows = false;
	glob_t files = {0};

	cgf_own_keep_make(&plan, session, finding);
	if (!cgf_text_make(pattern, sizeof(pattern), "%s/testdata/cgofault/*.plan", folder))
		return false;
	if (glob(pattern, 0, NULL, &files) == 0)
		for (size_t i = 0; i < files.gl_pathc && !knows; i++)
			knows = cgf_file_read(text, sizeof(text), files.gl_pathv[i]) >= 0 &&
			        cgf_own_plan_read(&stored, text, why, sizeof(why)) == 0 &&
			        stored.state == CGF_OWN_KNOWN && strcmp(stored.verdict, plan.verdict) == 0;
	globfree(&files);
	return knows;
}

void cgf_own_keep_comment(struct cgf_own_plan *plan, const struct cgf_own_finding *finding)
{
	struct cgf_own_advice advice;
	char line[sizeof(advice.what) + sizeof(finding->line) + 4];

	cgf_own_advise(&advice, finding);
	snprintf(line, sizeof(line), "%s%s%s.", finding->line, *finding->line ? ": " : "", advice.what);
	cgf_own_plan_comment(plan, line);
	snprintf(line, sizeof(line), "Fix: %s.", advice.fix);
	cgf_own_plan_comment(plan, line);
	snprintf(line, sizeof(line), "Rule: %s.", advice.rule);
	cgf_own_plan_comment(plan, line);
}

int cgf_own_keep_plan(char *path, bool *is_new, const char *folder, const struct cgf_own_plan *plan)
{
	char name[NAME_BYTES_MAX], number[16] = "";
	struct cgf_verdict verdict;

	if (!cgf_verdict_read(&verdict, plan->verdict))
		return cgf_wrong_usage("a plan that is kept names its verdict, not \"%s\"", plan->verdict);
	make_name(name, &verdict);
	for (int i = 1; i < SAME_NAME_MAX; i++) {
		if (i > 1)
			snprintf(number, sizeof(number), "-%d", i);
		if (!cgf_text_make(path, CGF_PATH_BYTES_MAX, "%s/%s%s.plan", folder, name, number))
			return CGF_EXIT_HARNESS;
		*is_new = !holds(path, plan);
		if (!*is_new)
			return 0;
		if (is_free(path))
			return write_plan(path, plan);
	}
	return cgf_harness_failed("%s/%s.plan: %d plans have this name", folder, name, SAME_NAME_MAX);
}

int cgf_own_keep_folder(char *out, const struct cgf_own_package *package)
{
	int error;

	if (!cgf_text_make(out, CGF_PATH_BYTES_MAX, "%s/testdata/cgofault", package->folder))
		return CGF_EXIT_HARNESS;
	error = cgf_folder_make(out);
	return error == 0 ? 0 : cgf_harness_failed("%s: %s", out, strerror(-error));
}

static int keep_finding(const struct cgf_own_session *session, const struct cgf_own_finding *finding,
                        const char *folder, size_t *kept)
{
	static struct cgf_own_plan plan;
	char path[CGF_PATH_BYTES_MAX];
	bool is_new = false;
	int code;

	cgf_own_keep_make(&plan, session, finding);
	cgf_own_keep_comment(&plan, finding);
	code = cgf_own_keep_plan(path, &is_new, folder, &plan);
	*kept += code == 0 && is_new;
	return code;
}

static int keep_package(const struct cgf_own_session *session, size_t package)
{
	const struct cgf_own_package *its = &session->packages.tested[package];
	char folder[CGF_PATH_BYTES_MAX];
	size_t kept = 0, findings = 0;
	int code = 0;

	for (size_t i = 0; i < session->finding_count && code == 0; i++) {
		const struct cgf_own_finding *finding = &session->findings[i];

		if (!finding->confirmed || session->tests[finding->test].package != package)
			continue;
		if (findings++ == 0)
			code = cgf_own_keep_folder(folder, its);
		if (code == 0)
			code = keep_finding(session, finding, folder, &kept);
	}
	if (code != 0 || findings == 0)
		return code;
	fprintf(session->to, "kept %zu new plan%s in %s\n", kept, kept == 1 ? "" : "s",
	        cgf_own_file_shown(folder));
	return cgf_own_kept_test_write(its->folder, its->name);
}

int cgf_own_keep(const struct cgf_own_session *session)
{
	int code = 0;

	for (size_t i = 0; i < session->packages.tested_count && code == 0; i++)
		code = keep_package(session, i);
	return code;
}
