/*
 * cause.c: see cause.h.
 */
#include "cause.h"

#include "process.h"
#include "test_run.h"
#include "trace_lines.h"

#include "plans/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The next call in the trace; false: there is none, or none before the line `end`, if it is not NULL. */
static bool next_call(struct cgf_own_call_line *out, FILE *trace, const char *end)
{
	char *line = NULL;
	size_t room = 0;
	bool found = false;

	while (!found && cgf_own_trace_line(&line, &room, trace) && (!end || strcmp(line, end) != 0))
		found = cgf_own_call_line_read(out, line);
	free(line);
	return found;
}

static bool skip_to(FILE *trace, const struct cgf_own_fault *fault)
{
	struct cgf_own_call_line call;

	while (next_call(&call, trace, NULL))
		if (call.number == fault->number && strcmp(call.name, fault->function) == 0)
			return true;
	return false;
}

static bool is_same(const struct cgf_own_call_line *a, const struct cgf_own_call_line *b)
{
	return a->pc == b->pc && strcmp(a->name, b->name) == 0;
}

/* Calls of C to Go that both runs have belong to the call that suffers the fault. */
static bool is_callback(const struct cgf_own_call_line *call)
{
	return strcmp(call->form, "cb") == 0;
}

/* Up to where the collection begins: both runs are the same so far. */
static void skip_to_collection(FILE *silent, FILE *loud)
{
	struct cgf_own_call_line call;

	while (next_call(&call, loud, "collecting"))
		next_call(&call, silent, NULL);
}

/* The call of C in the collection that the silent run has not. True: `out` is it; false: there is none. */
static bool find_other(struct cgf_own_call_line *out, FILE *silent, FILE *loud,
                       const struct cgf_own_fault *fault)
{
	struct cgf_own_call_line usual;
	bool has_usual;

	if (!skip_to(silent, fault) || !skip_to(loud, fault))
		return false;
	skip_to_collection(silent, loud);
	do {
		has_usual = next_call(&usual, silent, NULL);
		if (!next_call(out, loud, "collected"))
			return false;
	} while (has_usual && is_callback(out) && is_same(&usual, out));
	return !has_usual || !is_same(&usual, out);
}

/* A run whose trace stays in `path`. */
static int run(const char *path, struct cgf_own_session *session, const struct cgf_own_finding *finding,
               size_t fault_count)
{
	struct cgf_own_ended ended;
	char trace[CGF_PATH_BYTES_MAX];
	int code = cgf_own_test_run_traced(&ended, session, finding->test, finding->faults, fault_count);

	cgf_own_trace_free(&ended.trace);
	if (code != 0 || !cgf_own_process_trace(trace, sizeof(trace), &session->slot))
		return code ? code : CGF_EXIT_HARNESS;
	return rename(trace, path) == 0 ? 0 : cgf_harness_failed("%s: %s", trace, strerror(errno));
}

static int compare(struct cgf_own_finding *finding, struct cgf_own_session *session, const char *silent_path,
                   const char *loud_path)
{
	FILE *silent = fopen(silent_path, "r"), *loud = fopen(loud_path, "r");
	struct cgf_own_call_line call = {0};
	int code = 0;

	if (!silent || !loud)
		code = cgf_harness_failed("%s: %s", silent ? loud_path : silent_path, strerror(errno));
	else if (!find_other(&call, silent, loud, &finding->faults[0]))
		finding->gives_up_go = true;
	else {
		snprintf(finding->verdict.by, sizeof(finding->verdict.by), "%s", call.name);
		snprintf(finding->by_line, sizeof(finding->by_line), "%s",
		         cgf_own_test_place(session, finding->test, call.pc).line);
	}
	if (silent)
		fclose(silent);
	if (loud)
		fclose(loud);
	return code;
}

static bool is_collection(enum cgf_own_fault_kind kind)
{
	return kind == CGF_OWN_GC_ENTRY || kind == CGF_OWN_GC_RETURN || kind == CGF_OWN_GC_CALLBACK;
}

int cgf_own_cause_find(struct cgf_own_finding *finding, struct cgf_own_session *session)
{
	char silent[CGF_PATH_BYTES_MAX], loud[CGF_PATH_BYTES_MAX];
	int code;

	if (finding->fault_count == 0 || !is_collection(finding->faults[0].kind) ||
	    finding->verdict.by[0] != '\0' ||
	    strncmp(finding->verdict.verdict.name, "asan/use-after-poison",
	            strlen("asan/use-after-poison")) == 0 ||
	    strncmp(finding->verdict.verdict.name, "contract/", strlen("contract/")) == 0)
		return 0;
	if (!cgf_text_make(silent, sizeof(silent), "%s/silent.trace", session->scratch) ||
	    !cgf_text_make(loud, sizeof(loud), "%s/loud.trace", session->scratch))
		return CGF_EXIT_HARNESS;
	code = run(silent, session, finding, 0);
	if (code == 0)
		code = run(loud, session, finding, finding->fault_count);
	return code == 0 ? compare(finding, session, silent, loud) : code;
}
