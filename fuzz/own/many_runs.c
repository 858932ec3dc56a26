/*
 * many_runs.c: see many_runs.h.
 */
#include "many_runs.h"

#include "between.h"
#include "child.h"

#include "plans/files.h"
#include "plans/say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINE_BYTES_MAX = 65536, TESTS_BYTES_MAX = 512 };

/* The file that the library inside reads its faults from, and says in which run is under way. */
static int write_runs(const char *path, const struct cgf_own_many_request *request)
{
	char line[LINE_BYTES_MAX];
	const uint64_t none_under_way = 0;
	FILE *file = fopen(path, "we");
	bool written;

	if (!file)
		return -errno;
	written = fwrite(&none_under_way, sizeof(none_under_way), 1, file) == 1;
	for (size_t i = 0; i < request->count && written; i++) {
		size_t count = request->fault_counts[i],
		       size = cgf_own_faults_write(line, sizeof(line) - 1, request->faults[i], count);

		line[size] = '\n';
		written = (size > 0 || count == 0) && fwrite(line, size + 1, 1, file) == 1;
	}
	return fclose(file) == 0 && written ? 0 : -EIO;
}

/* Whether the run under way has time left. */
struct watching {
	const char *path;
	uint64_t under_way;
	int64_t since_ms; /* 0: it has not begun */
	int64_t run_ms_max;
};

static bool goes_on(void *data)
{
	struct watching *watching = data;
	uint64_t under_way = watching->under_way;
	int64_t now_ms = cgf_now_ms();
	int file = open(watching->path, O_RDONLY | O_CLOEXEC);

	if (file < 0 || read(file, &under_way, sizeof(under_way)) != (ssize_t)sizeof(under_way))
		under_way = watching->under_way;
	if (file >= 0)
		close(file);
	if (under_way != watching->under_way || watching->since_ms == 0)
		watching->since_ms = now_ms;
	watching->under_way = under_way;
	return now_ms - watching->since_ms < watching->run_ms_max;
}

/* Cuts what the process wrote where each run begins. How many it found; `texts[i]` is what run i wrote. */
static size_t cut_output(char **texts, size_t max, struct cgf_own_output *output)
{
	static const char start[] = "=== RUN   " CGF_OWN_BETWEEN_TEST;
	size_t count = 0;
	char *next = output->text;

	while (count < max && (next = strstr(next, start))) {
		*next++ = '\0';
		texts[count++] = next;
	}
	return count;
}

/* The run came to its end, and so did the process where it is the last: after one that fails none is begun,
 * and what goes wrong behind a run is of that one. */
static bool is_ended(const struct cgf_own_many *many, const struct cgf_own_output *output, size_t run)
{
	int status = output->wait_status;

	return run + 1 < many->begun || (!output->timed_out && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void judge_run(struct cgf_own_many *many, const struct cgf_own_many_request *request,
                      const struct cgf_own_output *output, size_t run, const char *text)
{
	bool ended = is_ended(many, output, run);
	const struct cgf_own_end end = {.text = text,
	                                .size = strlen(text),
	                                .wait_status = ended ? 0 : output->wait_status,
	                                .timed_out = !ended && output->timed_out,
	                                .test = request->run.test,
	                                .fault = request->fault_counts[run] ? request->faults[run] : NULL};

	cgf_own_judge(&many->verdicts[run], &end);
}

static int judge(struct cgf_own_many *out, const struct cgf_own_many_request *request,
                 struct cgf_own_output *output)
{
	char trace[CGF_PATH_BYTES_MAX], *texts[CGF_OWN_MANY_RUNS_MAX];
	size_t cut;
	int error;

	if (!cgf_own_process_trace(trace, sizeof(trace), request->run.slot))
		return CGF_EXIT_HARNESS;
	error = cgf_own_trace_read_runs(out->traces, request->count, &out->begun, trace);
	cut = cut_output(texts, request->count, output);
	out->text = output->text;
	out->ms = output->ms;
	out->output_bytes = output->size;
	out->whole = output->whole && cut >= out->begun;
	for (size_t i = 0; i < out->begun && out->whole; i++)
		judge_run(out, request, output, i, texts[i]);
	return cgf_own_trace_said(error, &request->run);
}

int cgf_own_many_run(struct cgf_own_many *out, const struct cgf_own_many_request *request)
{
	char path[CGF_PATH_BYTES_MAX], tests[TESTS_BYTES_MAX], faults[CGF_PATH_BYTES_MAX + 32];
	struct cgf_own_process_request process = cgf_own_run_process(&request->run);
	struct watching watching = {.path = path, .run_ms_max = request->run.timeout_ms};
	struct cgf_own_output output;
	int code;

	out->begun = 0;
	if (!cgf_text_make(path, sizeof(path), "%s/runs", request->run.slot->scratch) ||
	    !cgf_text_make(tests, sizeof(tests), "%s|%s", CGF_OWN_BETWEEN_TEST, request->run.test) ||
	    !cgf_text_make(faults, sizeof(faults), "CGOFAULT_OWN_RUNS=%s", path))
		return CGF_EXIT_HARNESS;
	code = write_runs(path, request);
	if (code != 0)
		return cgf_harness_failed("%s: %s", path, strerror(-code));
	process.tests = tests;
	process.count = request->count;
	process.fails_fast = true;
	process.faults = faults;
	process.timeout_ms = request->run.timeout_ms * (int64_t)(request->count + 2);
	process.goes_on = goes_on;
	process.data = &watching;
	code = cgf_own_process_run(&output, &process);
	return code == 0 ? judge(out, request, &output) : code;
}

void cgf_own_many_free(struct cgf_own_many *many)
{
	for (size_t i = 0; i < many->begun; i++)
		cgf_own_trace_free(&many->traces[i]);
	many->begun = 0;
}
