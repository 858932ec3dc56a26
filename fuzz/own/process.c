/*
 * process.c: see process.h.
 */
#include "process.h"

#include "child.h"
#include "environment.h"
#include "surroundings.h"
#include "verdict.h"

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
	SETTING_BYTES_MAX = CGF_PATH_BYTES_MAX + 1024,
	SETTINGS_MAX = 16,
	LIST_MS_MAX = 60 * 1000,
	TICK_MS = 100
};

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

void cgf_own_processes_prepare(void)
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

/* A sanitizer's options; `symbolizer` is empty where there is none. */
static bool make_options(char *out, const char *name, const char *ours, const char *symbolizer)
{
	char all[SETTING_BYTES_MAX];
	const char *quote = *symbolizer ? "\"" : "";

	return cgf_text_make(all, sizeof(all), "%s%s%s%s%s", ours,
	                     *symbolizer ? ":external_symbolizer_path=" : "", quote, symbolizer, quote) &&
	       join(out, name, all, ":");
}

/* An empty folder for what the test makes in TMPDIR. The run before may have died and left its own there. */
static int make_temporary(const char *folder)
{
	if (rmdir(folder) != 0 && errno != ENOENT)
		cgf_folder_remove(folder);
	return cgf_folder_make(folder);
}

/* Runs what the request names with these arguments and keeps what it writes. */
static int run_child(struct cgf_own_output *out, const struct cgf_own_process_request *request,
                     char *const *argv, const char *const *settings)
{
	struct cgf_child_request child = {.path = request->program,
	                                  .argv = argv,
	                                  .environment = cgf_environment_with(settings),
	                                  .directory = request->folder,
	                                  .captured = CGF_CHILD_STDOUT | CGF_CHILD_STDERR,
	                                  .own_group = true,
	                                  .timeout_ms = request->timeout_ms,
	                                  .tick = request->goes_on,
	                                  .tick_data = request->data,
	                                  .tick_ms = TICK_MS,
	                                  .stop = &cgf_stop};
	struct cgf_capture *capture = &request->slot->capture;
	int64_t began_ms;
	int error;

	*out = (struct cgf_own_output){0};
	if (!child.environment)
		return -ENOMEM;
	memset(capture, 0, offsetof(struct cgf_capture, begin));
	capture->pass_to = -1;
	cgf_own_jobs_begin_process(request->slot->jobs);
	began_ms = cgf_now_ms();
	error = cgf_child_run(&out->wait_status, capture, &child);
	out->ms = cgf_now_ms() - began_ms;
	cgf_own_jobs_end_process(request->slot->jobs);
	free((void *)child.environment);
	out->size = cgf_capture_finish(capture);
	out->text = capture->text;
	out->whole = capture->total <= CGF_CAPTURE_BYTES_MAX;
	out->timed_out = error == -ETIMEDOUT || (error == -EINTR && !cgf_stop);
	return out->timed_out ? 0 : error;
}

static int run_tests(struct cgf_own_output *out, const struct cgf_own_process_request *request,
                     const char *const *settings)
{
	char pattern[1024], count[64];
	/* Unless it says so, no two run at once on one P. */
	char *const argv[] = {(char *)request->program,
	                      "-test.run",
	                      pattern,
	                      "-test.v",
	                      count,
	                      "-test.parallel=8",
	                      request->fails_fast ? "-test.failfast" : NULL,
	                      NULL};
	int error = cgf_text_make(pattern, sizeof(pattern), "^(%s)$", request->tests) &&
	                            cgf_text_make(count, sizeof(count), "-test.count=%zu",
	                                          request->count ? request->count : 1)
	                    ? run_child(out, request, argv, settings)
	                    : -ENAMETOOLONG;

	if (error == 0 || error == -EINTR)
		return error;
	return cgf_harness_failed("cannot run %s: %s", request->program, strerror(-error));
}

bool cgf_own_process_trace(char *out, size_t size, const struct cgf_own_slot *slot)
{
	return cgf_text_make(out, size, "%s/trace", slot->scratch);
}

int cgf_own_process_run(struct cgf_own_output *out, const struct cgf_own_process_request *request)
{
	char debug[SETTING_BYTES_MAX], asan[SETTING_BYTES_MAX], trace[SETTING_BYTES_MAX];
	char temporary[SETTING_BYTES_MAX], tsan[SETTING_BYTES_MAX], path[CGF_PATH_BYTES_MAX];
	char symbolizer[CGF_PATH_BYTES_MAX];
	const char *settings[SETTINGS_MAX] = {debug,
	                                      asan,
	                                      tsan,
	                                      trace,
	                                      temporary,
	                                      request->faults,
	                                      request->leaves_out_calls ? "CGOFAULT_OWN_CALLS=none"
	                                                                : "CGOFAULT_OWN_CALLS=all"};
	int error;

	memcpy(settings + 7, fixed_settings, sizeof(fixed_settings));
	if (!cgf_symbolizer_find(symbolizer, sizeof(symbolizer)))
		symbolizer[0] = '\0';
	if (!join(debug, "GODEBUG", go_debug, ",") ||
	    !make_options(asan, "ASAN_OPTIONS", asan_options, symbolizer) ||
	    !make_options(tsan, "TSAN_OPTIONS", cgf_tsan_options, symbolizer) ||
	    !cgf_own_process_trace(path, sizeof(path), request->slot) ||
	    !cgf_text_make(trace, sizeof(trace), "CGOFAULT_OWN_TRACE=%s", path) ||
	    !cgf_text_make(temporary, sizeof(temporary), "TMPDIR=%s/t", request->slot->scratch))
		return CGF_EXIT_HARNESS;
	unlink(path);
	error = make_temporary(temporary + strlen("TMPDIR="));
	if (error != 0)
		return cgf_harness_failed("%s: %s", temporary, strerror(-error));
	return run_tests(out, request, settings);
}

int cgf_own_process_run_plain(struct cgf_own_output *out, const struct cgf_own_process_request *request)
{
	static const char *const settings[] = {"CGOFAULT_INSIDE=1", NULL};

	return run_tests(out, request, settings);
}

char *cgf_own_process_list(const struct cgf_own_process_request *request)
{
	char *const argv[] = {(char *)request->program, "-test.list", ".", NULL};
	static const char *const settings[] = {"ASAN_OPTIONS=detect_leaks=0", "CGOFAULT_INSIDE=1", NULL};
	struct cgf_own_process_request limited = *request;
	struct cgf_own_output out;
	char *text = NULL;
	int error;

	limited.timeout_ms = LIST_MS_MAX;
	error = run_child(&out, &limited, argv, settings);
	if (error == 0 && out.timed_out)
		error = -ETIMEDOUT;
	if (error == 0 && out.wait_status == 0 && (text = strdup(out.text)))
		return text;
	if (error == 0)
		fputs(out.text, stderr);
	if (error != -EINTR)
		cgf_harness_failed("%s does not list its tests%s%s", request->program, error ? ": " : "",
		                   error ? strerror(-error) : "");
	return NULL;
}
