/*
 * engine.c: starts libFuzzer or AFL++, and takes the claim from what they leave.
 */
#include "engine.h"

#include "child.h"
#include "engine_command.h"
#include "engine_end.h"
#include "plans/files.h"
#include "plans/say.h"
#include "plans/stop.h"
#include "verdict.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

enum {
	GRACE_MS = 700, /* for the input that runs when the time is over: it may be one that is found */
	TICK_MS = 200,
};

static struct cgf_capture capture;

/* The path of the first file in afl-fuzz's folder of crashes; false while there is none. */
static bool find_crash_file(char *out, size_t size, const struct cgf_engine_job *job)
{
	char folder[CGF_PATH_BYTES_MAX], first[256] = "";
	struct dirent *entry;
	DIR *directory;

	cgf_text_make(folder, sizeof(folder), "%s/afl-%u/default/crashes", job->folder, job->number);
	directory = opendir(folder);
	while (directory && (entry = readdir(directory)))
		if (strncmp(entry->d_name, "id", 2) == 0 &&
		    (*first == '\0' || strcmp(entry->d_name, first) < 0))
			snprintf(first, sizeof(first), "%s", entry->d_name);
	if (directory)
		closedir(directory);
	return *first != '\0' && cgf_text_make(out, size, "%s/%s", folder, first);
}

/* afl-fuzz goes on after a crash, for a while at least: the time of its file says when it came. */
static void take_crash_file(struct cgf_claim *claim, const struct cgf_engine_job *job,
                            const struct timespec *start)
{
	static char bytes[CGF_INPUT_BYTES_MAX + 1];
	char path[2 * CGF_PATH_BYTES_MAX];
	struct stat status;
	long size;

	if (!find_crash_file(path, sizeof(path), job) || stat(path, &status) != 0)
		return;
	size = cgf_file_read(bytes, sizeof(bytes), path);
	if (size <= 0)
		return;
	memcpy(claim->bytes, bytes, (size_t)size);
	claim->size = (size_t)size;
	claim->after_ms = (status.st_mtim.tv_sec - start->tv_sec) * INT64_C(1000) +
	                  (status.st_mtim.tv_nsec - start->tv_nsec) / 1000000;
}

static void take_running_input(struct cgf_claim *claim, const struct cgf_stats *stats)
{
	size_t size = stats->input_size;

	if (claim->size != 0 || size == 0 || size > sizeof(claim->bytes))
		return;
	memcpy(claim->bytes, stats->input, size);
	claim->size = size;
}

/* Sees that executions go on, that afl-fuzz has a crash, and that the time is over. */
struct watch {
	const struct cgf_engine_job *job;
	uint64_t executions;
	int64_t end_ms, since_ms;
	bool is_afl, stalled, crashed, timed_out;
};

/* libFuzzer's handler of a death under ThreadSanitizer may wait for a lock that the report holds: then
 * nothing would ever end, though the input that matters is known. */
static bool watch_tick(void *data)
{
	struct watch *watch = data;
	const struct cgf_engine_job *job = watch->job;
	int64_t now_ms = cgf_now_ms();
	char path[2 * CGF_PATH_BYTES_MAX];

	if (watch->executions != job->stats->executions || job->stats->input_size == 0) {
		watch->executions = job->stats->executions;
		watch->since_ms = now_ms;
	}
	watch->stalled = now_ms - watch->since_ms > CGF_ENGINE_STALL_MS_MAX;
	watch->crashed = watch->is_afl && find_crash_file(path, sizeof(path), job);
	watch->timed_out =
	        now_ms >= watch->end_ms + GRACE_MS || (now_ms >= watch->end_ms && watch->since_ms == now_ms);
	return !watch->stalled && !watch->crashed && !watch->timed_out &&
	       (!job->tick || job->tick(job->tick_data));
}

/* Runs the command to its end, or until there is a claim, or no time. 0, an exit code, or -EINTR. */
static int run_command(struct cgf_engine_end *end, struct cgf_claim *claim,
                       struct cgf_engine_command *command, const struct cgf_engine_job *job, bool is_afl)
{
	int64_t start_ms = cgf_now_ms();
	struct watch watch = {
	        .job = job, .is_afl = is_afl, .end_ms = start_ms + job->time_ms, .since_ms = start_ms};
	const struct cgf_child_request request = {.path = command->arguments[0],
	                                          .argv = command->arguments,
	                                          .environment = command->environment,
	                                          .captured = CGF_CHILD_STDOUT | CGF_CHILD_STDERR,
	                                          .silent = true,
	                                          .own_group = true,
	                                          .timeout_ms = job->time_ms + GRACE_MS,
	                                          .stop = &cgf_stop,
	                                          .tick = watch_tick,
	                                          .tick_data = &watch,
	                                          .tick_ms = TICK_MS};
	uint64_t executions_before = job->stats->executions;
	int error;

	memset(&capture, 0, offsetof(struct cgf_capture, text));
	capture.pass_to = -1;
	job->stats->input_size = 0;
	job->stats->died.inputs = 0;
	error = cgf_child_run(&end->status, &capture, &request);
	cgf_capture_finish(&capture);
	end->text = capture.text;
	end->timed_out = error == -ETIMEDOUT || (error == -EINTR && watch.timed_out);
	claim->after_ms = cgf_now_ms() - start_ms;
	claim->executions = job->stats->executions - executions_before;
	claim->killed = error == 0 && WIFSIGNALED(end->status) && WTERMSIG(end->status) == SIGKILL;
	if (error == -EINTR && !watch.stalled && !watch.crashed && !watch.timed_out)
		return error;
	if (error != 0 && error != -EINTR && error != -ETIMEDOUT)
		return cgf_harness_failed("cannot run %s: %s", request.path, strerror(-error));
	return 0;
}

/*
 * The input that it died in. afl-fuzz says which by a file; libFuzzer's process is the program's own, and may
 * also have been ended well in the middle of a run. What was cut off at the end of the time is no claim.
 */
static void take_claim(struct cgf_claim *claim, const struct cgf_engine_end *end,
                       const struct cgf_engine_job *job, bool is_afl, const struct timespec *start)
{
	if (is_afl)
		take_crash_file(claim, job, start);
	if (!end->timed_out && (end->status != 0 || !is_afl))
		take_running_input(claim, job->stats);
	if (claim->size > 0)
		cgf_verdict_parse(&claim->verdict, capture.text, strlen(capture.text),
		                  end->status != 0 || !is_afl ? end->status : SIGABRT);
}

int cgf_engine_run(struct cgf_claim *claim, const struct cgf_engine_job *job)
{
	static struct cgf_engine_command command;
	char program[CGF_PATH_BYTES_MAX];
	bool is_afl = strcmp(job->engine, "afl") == 0;
	struct cgf_engine_end end = {.program = program};
	struct timespec start;
	int code;

	memset(claim, 0, offsetof(struct cgf_claim, bytes));
	clock_gettime(CLOCK_REALTIME, &start);
	if (!cgf_program_path(program, sizeof(program), job->programs, job->target->set, job->engine,
	                      job->target->build))
		return cgf_harness_failed("%s was not built; cmake -B build says why", program);
	if (!cgf_engine_command_make(&command, job, program))
		return cgf_harness_failed("out of memory");
	end.runs = command.runs;
	code = run_command(&end, claim, &command, job, is_afl);
	cgf_engine_command_free(&command);
	if (code != 0)
		return code;
	take_claim(claim, &end, job, is_afl, &start);
	claim->worn = claim->size == 0 && !is_afl && cgf_engine_end_is_worn(&end);
	claim->early = claim->worn && claim->executions <= (uint64_t)command.units;
	return claim->size > 0 ? 0 : cgf_engine_end_judge(&end, job, claim);
}
