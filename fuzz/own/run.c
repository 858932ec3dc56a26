/*
 * run.c: see run.h.
 */
#include "run.h"

#include "plans/files.h"
#include "plans/say.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { FAULTS_BYTES_MAX = 65536 };

size_t cgf_own_faults_write(char *out, size_t size, const struct cgf_own_fault *faults, size_t count)
{
	size_t length = 0;

	for (size_t i = 0; i < count; i++) {
		if (length + CGF_OWN_FAULT_BYTES_MAX + 2 >= size)
			return 0;
		if (i > 0)
			out[length++] = ' ';
		length += cgf_own_fault_write(out + length, size - length, &faults[i]);
	}
	out[length] = '\0';
	return length;
}

/* Nobody sees the Go frames below C: a sanitizer's report is of the call that was made last. */
static void place_report(struct cgf_own_ended *out, const struct cgf_own_run_request *request)
{
	const struct cgf_own_trace *trace = &out->trace;
	struct cgf_verdict *verdict = &out->verdict.verdict;

	if (trace->calls == 0 || trace->lost > 0)
		return;
	if (out->verdict.pc == 0)
		out->verdict.pc = trace->last_pc;
	/* What stands for a place that is not known. */
	if (strcmp(verdict->at, request->test) == 0)
		cgf_text_make(verdict->at, sizeof(verdict->at), "%s",
		              trace->sites[trace->last_site].function);
}

static void judge_output(struct cgf_own_verdict *out, const struct cgf_own_output *output,
                         const struct cgf_own_run_request *request)
{
	const struct cgf_own_end end = {.text = output->text,
	                                .size = output->size,
	                                .wait_status = output->wait_status,
	                                .timed_out = output->timed_out,
	                                .test = request->test,
	                                .fault = request->fault_count ? request->faults : NULL};

	cgf_own_judge(out, &end);
}

int cgf_own_trace_said(int error, const struct cgf_own_run_request *request)
{
	if (error == -E2BIG)
		return cgf_harness_failed("%s calls C from more than %d places", request->test,
		                          CGF_OWN_SITES_MAX);
	return error == 0 ? 0
	                  : cgf_harness_failed("%s: %s wrote a trace that cannot be read: %s",
	                                       request->program, request->test, strerror(-error));
}

static int judge(struct cgf_own_ended *out, const struct cgf_own_run_request *request,
                 const struct cgf_own_output *output, const char *trace)
{
	int error;

	out->text = output->text;
	out->ms = output->ms;
	judge_output(&out->verdict, output, request);
	error = cgf_own_trace_read(&out->trace, trace);
	if (!request->leaves_out_calls && cgf_own_is_report(&out->verdict))
		place_report(out, request);
	return cgf_own_trace_said(error, request);
}

struct cgf_own_process_request cgf_own_run_process(const struct cgf_own_run_request *request)
{
	return (struct cgf_own_process_request){.program = request->program,
	                                        .folder = request->folder,
	                                        .tests = request->test,
	                                        .slot = request->slot,
	                                        .leaves_out_calls = request->leaves_out_calls,
	                                        .timeout_ms = request->timeout_ms};
}

int cgf_own_run(struct cgf_own_ended *out, const struct cgf_own_run_request *request)
{
	static const char name[] = "CGOFAULT_OWN_FAULT=";
	char faults[FAULTS_BYTES_MAX];
	struct cgf_own_process_request process = cgf_own_run_process(request);
	struct cgf_own_output output;
	char trace[CGF_PATH_BYTES_MAX];
	int code;

	*out = (struct cgf_own_ended){0};
	strcpy(faults, name);
	process.faults = faults;
	if (cgf_own_faults_write(faults + strlen(name), sizeof(faults) - strlen(name), request->faults,
	                         request->fault_count) == 0 &&
	    request->fault_count > 0)
		return cgf_harness_failed("too many faults for one run");
	if (!cgf_own_process_trace(trace, sizeof(trace), request->slot))
		return CGF_EXIT_HARNESS;
	code = cgf_own_process_run(&output, &process);
	return code == 0 ? judge(out, request, &output, trace) : code;
}

int cgf_own_run_plain(enum cgf_own_result *out, const struct cgf_own_run_request *request)
{
	const struct cgf_own_process_request process = cgf_own_run_process(request);
	struct cgf_own_output output;
	struct cgf_own_verdict verdict;
	int code = cgf_own_process_run_plain(&output, &process);

	if (code != 0)
		return code;
	judge_output(&verdict, &output, request);
	*out = strcmp(verdict.verdict.name, "none") == 0 ? verdict.result : CGF_OWN_FAILED;
	return 0;
}
