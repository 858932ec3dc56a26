/*
 * cause.c: see cause.h.
 */
#include "cause.h"

#include "test_run.h"

#include "plans/say.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct call {
	char name[CGF_OWN_FUNCTION_BYTES_MAX], form[8];
	unsigned number;
	uint64_t pc;
};

/* The next call in the trace; false: there is none. */
static bool next_call(struct call *out, FILE *trace)
{
	char *line = NULL;
	size_t room = 0;
	bool found = false;

	while (!found && getline(&line, &room, trace) > 0 && *line != '\0')
		found = sscanf(line, "call %255s %u %7s %" SCNx64, out->name, &out->number, out->form,
		               &out->pc) == 4;
	free(line);
	return found;
}

static bool skip_to(FILE *trace, const struct cgf_own_fault *fault)
{
	struct call call;

	while (next_call(&call, trace))
		if (call.number == fault->number && strcmp(call.name, fault->function) == 0)
			return true;
	return false;
}

static bool is_same(const struct call *a, const struct call *b)
{
	return a->pc == b->pc && strcmp(a->name, b->name) == 0;
}

/* Calls of C to Go that both runs have belong to the call that suffers the fault. */
static bool is_callback(const struct call *call)
{
	return strcmp(call->form, "cb") == 0;
}

/* The call of C that follows on the fault in one run alone. True: `out` is it; false: both go on alike. */
static bool find_other(struct call *out, FILE *silent, FILE *loud, const struct cgf_own_fault *fault)
{
	struct call usual;
	bool has_usual;

	if (!skip_to(silent, fault) || !skip_to(loud, fault))
		return false;
	do {
		has_usual = next_call(&usual, silent);
		if (!next_call(out, loud))
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
	if (code != 0 || !cgf_text_make(trace, sizeof(trace), "%s/trace", session->scratch))
		return code ? code : CGF_EXIT_HARNESS;
	return rename(trace, path) == 0 ? 0 : cgf_harness_failed("%s: %s", trace, strerror(errno));
}

static int compare(struct cgf_own_finding *finding, struct cgf_own_session *session, const char *silent_path,
                   const char *loud_path)
{
	const struct cgf_own_build_request build = {.scratch = session->scratch};
	struct cgf_own_places *places = &session->places[session->tests[finding->test].package];
	FILE *silent = fopen(silent_path, "r"), *loud = fopen(loud_path, "r");
	char program[CGF_PATH_BYTES_MAX];
	struct call call = {0};
	int code = 0;

	if (!silent || !loud)
		code = cgf_harness_failed("%s: %s", silent ? loud_path : silent_path, strerror(errno));
	else if (!find_other(&call, silent, loud, &finding->faults[0]))
		finding->gives_up_go = true;
	else if (cgf_own_program_path(program, sizeof(program), &build,
	                              session->tests[finding->test].package)) {
		cgf_own_places_add(places, call.pc, program, session->scratch);
		snprintf(finding->verdict.by, sizeof(finding->verdict.by), "%s", call.name);
		snprintf(finding->by_line, sizeof(finding->by_line), "%s",
		         cgf_own_place_of(places, call.pc).line);
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
