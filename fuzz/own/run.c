/*
 * run.c: see run.h.
 */
#include "run.h"

#include "child.h"
#include "environment.h"
#include "surroundings.h"

#include "plans/files.h"
#include "plans/say.h"
#include "plans/stop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
	FAULTS_BYTES_MAX = 65536,
	SETTING_BYTES_MAX = CGF_PATH_BYTES_MAX + 1024,
	SETTINGS_MAX = 16,
	LIST_MS_MAX = 60 * 1000
};

static struct cgf_capture capture;

/*
 * One P, and collections where the fault says so alone, so that runs agree; memory that is freed or given
 * back shows. GOMEMLIMIT is the end of what a test may use before collections come by themselves.
 */
static const char go_debug[] = "clobberfree=1,gcstoptheworld=2,asyncpreemptoff=1,gcshrinkstackoff=1,"
                               "madvdontneed=0";
static const char *const fixed_settings[] = {"GOMAXPROCS=1",        "GOGC=off",
                                             "GOMEMLIMIT=2GiB",     "GOTRACEBACK=single",
                                             "MALLOC_PERTURB_=165", "CGOFAULT_INSIDE=1"};

/*
 * A leak is not looked for: a test program ends with memory in use. What is freed stays out of use for long
 * enough to be seen, and is filled.
 */
static const char asan_options[] = "detect_leaks=0:halt_on_error=1:allocator_may_return_null=1:"
                                   "max_free_fill_size=4096:quarantine_size_mb=64";

void cgf_own_run_prepare(void)
{
	const struct rlimit no_core = {0, 0};
	int now = personality(0xffffffff);

	setrlimit(RLIMIT_CORE, &no_core);
	if (now != -1)
		personality((unsigned long)now | ADDR_NO_RANDOMIZE);
}

/* The variable's value is ours, then the user's, who has the last word. */
static bool join(char *out, const char *name, const char *ours, const char *between)
{
	const char *users = getenv(name);

	return cgf_text_make(out, SETTING_BYTES_MAX, "%s=%s%s%s", name, ours, users ? between : "",
	                     users ? users : "");
}

static bool make_asan_options(char *out)
{
	char symbolizer[CGF_PATH_BYTES_MAX] = "", ours[SETTING_BYTES_MAX];
	bool found = cgf_symbolizer_find(symbolizer, sizeof(symbolizer));

	return cgf_text_make(ours, sizeof(ours), "%s%s%s%s", asan_options,
	                     found ? ":external_symbolizer_path=\"" : "", found ? symbolizer : "",
	                     found ? "\"" : "") &&
	       join(out, "ASAN_OPTIONS", ours, ":");
}

static bool make_tsan_options(char *out)
{
	char symbolizer[CGF_PATH_BYTES_MAX] = "", ours[SETTING_BYTES_MAX];
	bool found = cgf_symbolizer_find(symbolizer, sizeof(symbolizer));

	return cgf_text_make(ours, sizeof(ours), "%s%s%s%s", cgf_tsan_options,
	                     found ? ":external_symbolizer_path=\"" : "", found ? symbolizer : "",
	                     found ? "\"" : "") &&
	       join(out, "TSAN_OPTIONS", ours, ":");
}

static bool make_faults(char *out, const struct cgf_own_run_request *request)
{
	size_t length = (size_t)snprintf(out, FAULTS_BYTES_MAX, "CGOFAULT_OWN_FAULT=");

	for (size_t i = 0; i < request->fault_count; i++) {
		length += (size_t)snprintf(out + length, FAULTS_BYTES_MAX - length, "%s", i ? " " : "");
		if (length + CGF_OWN_FAULT_BYTES_MAX >= FAULTS_BYTES_MAX)
			return false;
		length += cgf_own_fault_write(out + length, FAULTS_BYTES_MAX - length, &request->faults[i]);
	}
	return true;
}

/* An empty folder for what the test makes in TMPDIR. The run before may have died and left its own there. */
static int make_temporary(const char *folder)
{
	if (rmdir(folder) != 0 && errno != ENOENT)
		cgf_folder_remove(folder);
	return cgf_folder_make(folder);
}

/* Runs what the request names with these arguments and keeps what it writes. */
static int run_child(int *status, const struct cgf_own_run_request *request, char *const *argv,
                     char *const *environment, int64_t timeout_ms)
{
	const struct cgf_child_request child = {.path = request->program,
	                                        .argv = argv,
	                                        .environment = environment,
	                                        .directory = request->folder,
	                                        .captured = CGF_CHILD_STDOUT | CGF_CHILD_STDERR,
	                                        .own_group = true,
	                                        .timeout_ms = timeout_ms,
	                                        .stop = &cgf_stop};
	int error;

	memset(&capture, 0, offsetof(struct cgf_capture, begin));
	capture.pass_to = -1;
	error = cgf_child_run(status, &capture, &child);
	return error;
}

static int run_in_surroundings(int *status, const struct cgf_own_run_request *request,
                               const char *const *settings)
{
	char pattern[512];
	/* Unless it says so, no two run at once on one P. */
	char *const argv[] = {(char *)request->program, "-test.run",        pattern, "-test.v",
	                      "-test.count=1",          "-test.parallel=8", NULL};
	char **environment = cgf_environment_with(settings);
	int error;

	if (!environment)
		return -ENOMEM;
	error = cgf_text_make(pattern, sizeof(pattern), "^(%s)$", request->test)
	                ? run_child(status, request, argv, environment, request->timeout_ms)
	                : -ENAMETOOLONG;
	free(environment);
	return error;
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

static int judge(struct cgf_own_ended *out, const struct cgf_own_run_request *request, const char *trace,
                 int status, bool timed_out)
{
	struct cgf_own_end end = {.size = cgf_capture_finish(&capture),
	                          .text = capture.text,
	                          .wait_status = status,
	                          .timed_out = timed_out,
	                          .test = request->test,
	                          .fault = request->fault_count ? request->faults : NULL};
	int error;

	out->text = capture.text;
	cgf_own_judge(&out->verdict, &end);
	error = cgf_own_trace_read(&out->trace, trace);
	if (!request->leaves_out_calls && cgf_own_is_report(&out->verdict))
		place_report(out, request);
	if (error == -E2BIG)
		return cgf_harness_failed("%s calls C from more than %d places", request->test,
		                          CGF_OWN_SITES_MAX);
	return error == 0 ? 0
	                  : cgf_harness_failed("%s: %s wrote a trace that cannot be read: %s",
	                                       request->program, request->test, strerror(-error));
}

int cgf_own_run(struct cgf_own_ended *out, const struct cgf_own_run_request *request)
{
	static char faults[FAULTS_BYTES_MAX];
	char debug[SETTING_BYTES_MAX], asan[SETTING_BYTES_MAX], trace[SETTING_BYTES_MAX];
	char temporary[SETTING_BYTES_MAX], tsan[SETTING_BYTES_MAX];
	const char *settings[SETTINGS_MAX] = {debug,
	                                      asan,
	                                      tsan,
	                                      trace,
	                                      temporary,
	                                      faults,
	                                      request->leaves_out_calls ? "CGOFAULT_OWN_CALLS=none"
	                                                                : "CGOFAULT_OWN_CALLS=all"};
	const char *trace_path = trace + strlen("CGOFAULT_OWN_TRACE=");
	int64_t began_ms = cgf_now_ms();
	int status = 0, error;

	*out = (struct cgf_own_ended){0};
	memcpy(settings + 7, fixed_settings, sizeof(fixed_settings));
	if (!make_faults(faults, request))
		return cgf_harness_failed("too many faults for one run");
	if (!join(debug, "GODEBUG", go_debug, ",") || !make_asan_options(asan) || !make_tsan_options(tsan) ||
	    !cgf_text_make(trace, sizeof(trace), "CGOFAULT_OWN_TRACE=%s/trace", request->scratch) ||
	    !cgf_text_make(temporary, sizeof(temporary), "TMPDIR=%s/t", request->scratch))
		return CGF_EXIT_HARNESS;
	unlink(trace_path);
	error = make_temporary(temporary + strlen("TMPDIR="));
	if (error == 0)
		error = run_in_surroundings(&status, request, settings);
	out->ms = cgf_now_ms() - began_ms;
	if (error == -EINTR)
		return error;
	if (error != 0 && error != -ETIMEDOUT)
		return cgf_harness_failed("cannot run %s: %s", request->program, strerror(-error));
	return judge(out, request, trace_path, status, error == -ETIMEDOUT);
}

int cgf_own_run_plain(enum cgf_own_result *out, const struct cgf_own_run_request *request)
{
	static const char *const settings[] = {"CGOFAULT_INSIDE=1", NULL};
	struct cgf_own_verdict verdict;
	int status = 0, error = run_in_surroundings(&status, request, settings);
	struct cgf_own_end end = {.size = cgf_capture_finish(&capture),
	                          .text = capture.text,
	                          .wait_status = status,
	                          .timed_out = error == -ETIMEDOUT,
	                          .test = request->test};

	if (error == -EINTR)
		return error;
	if (error != 0 && error != -ETIMEDOUT)
		return cgf_harness_failed("cannot run %s: %s", request->program, strerror(-error));
	cgf_own_judge(&verdict, &end);
	*out = strcmp(verdict.verdict.name, "none") == 0 ? verdict.result : CGF_OWN_FAILED;
	return 0;
}

char *cgf_own_run_list(const struct cgf_own_run_request *request)
{
	char *const argv[] = {(char *)request->program, "-test.list", ".", NULL};
	static const char *const settings[] = {"ASAN_OPTIONS=detect_leaks=0", "CGOFAULT_INSIDE=1", NULL};
	char **environment = cgf_environment_with(settings), *text = NULL;
	int status = 0,
	    error = environment ? run_child(&status, request, argv, environment, LIST_MS_MAX) : -ENOMEM;

	free(environment);
	cgf_capture_finish(&capture);
	if (error == 0 && status == 0 && (text = strdup(capture.text)))
		return text;
	if (error == 0)
		fputs(capture.text, stderr);
	if (error != -EINTR)
		cgf_harness_failed("%s does not list its tests%s%s", request->program, error ? ": " : "",
		                   error ? strerror(-error) : "");
	return NULL;
}
