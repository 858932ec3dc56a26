/*
 * engine.c: starts libFuzzer or AFL++, and takes the claim from what they leave.
 */
#include "engine.h"

#include "child.h"
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

enum {
	ARGUMENTS_MAX = 24,
	VARIABLES_MAX = 16,
	GRACE_MS = 30 * 1000, /* an engine that has not ended this long after its time is ended */
	TICK_MS = 200,
	STALL_MS_MAX =
	        10 *
	        1000, /* one execution; steps are counted, and a program that spins is ended long before */
	INPUT_USEFUL_MAX = 1 + CGF_STEPS_MAX * CGF_STEP_BYTES,
};

extern char **environ;

static struct cgf_capture capture;

/* Command line and environment of an engine; the strings stand in one buffer. */
struct command {
	char *arguments[ARGUMENTS_MAX + 1];
	char **environment; /* to be freed */
	size_t argument_count, variable_count, used;
	char *variables[VARIABLES_MAX];
	char text[8 * CGF_PATH_BYTES_MAX];
};

__attribute__((format(printf, 2, 3))) static char *add_text(struct command *command, const char *format, ...)
{
	char *start = command->text + command->used;
	size_t left = sizeof(command->text) - command->used;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(start, left, format, arguments);
	va_end(arguments);
	command->used += length >= 0 && (size_t)length < left ? (size_t)length + 1 : 0;
	return start;
}

#define ADD_ARGUMENT(command, ...)                                                                           \
	((command)->arguments[(command)->argument_count++] = add_text(command, __VA_ARGS__))
#define ADD_VARIABLE(command, ...)                                                                           \
	((command)->variables[(command)->variable_count++] = add_text(command, __VA_ARGS__))

/* This process's environment with the command's variables in place of those of the same name. */
static bool make_environment(struct command *command)
{
	size_t count = 0, kept = 0;

	while (environ[count])
		count++;
	command->environment = calloc(count + command->variable_count + 1, sizeof(char *));
	if (!command->environment)
		return false;
	for (size_t i = 0; i < count; i++) {
		bool replaced = false;

		for (size_t j = 0; j < command->variable_count; j++)
			replaced = replaced || strncmp(environ[i], command->variables[j],
			                               strcspn(command->variables[j], "=") + 1) == 0;
		if (!replaced)
			command->environment[kept++] = environ[i];
	}
	memcpy(command->environment + kept, command->variables, command->variable_count * sizeof(char *));
	return true;
}

/*
 * What the programs of both engines read. A report is made again by the replay: here it only costs time.
 * AddressSanitizer reads three of the variables, and afl-fuzz fills those that are not set with options that
 * hide leaks.
 */
static void add_common(struct command *command, const struct cgf_engine_job *job,
                       const char *sanitizer_options)
{
	static const char *const sanitizers[] = {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS",
	                                         "TSAN_OPTIONS"};

	ADD_VARIABLE(command, "CGF_CLASS=%s", job->target->class_name);
	ADD_VARIABLE(command, "CGF_VARIANT=%s", job->target->variant);
	if (job->target->op[0] != '\0')
		ADD_VARIABLE(command, "CGF_OP=%s", job->target->op);
	ADD_VARIABLE(command, "CGF_STATS=%s/stats", job->folder);
	for (size_t i = 0; i < sizeof(sanitizers) / sizeof(sanitizers[0]); i++) {
		const char *users = getenv(sanitizers[i]);

		ADD_VARIABLE(command, "%s=%s:%s", sanitizers[i], sanitizer_options, users ? users : "");
	}
}

static void make_libfuzzer(struct command *command, const struct cgf_engine_job *job, const char *program)
{
	ADD_ARGUMENT(command, "%s", program);
	ADD_ARGUMENT(command, "-artifact_prefix=%s/artifact-", job->folder);
	ADD_ARGUMENT(command, "-seed=%ld", job->seed);
	ADD_ARGUMENT(command, "-runs=%ld", job->runs > 0 ? job->runs : -1);
	ADD_ARGUMENT(command, "-max_total_time=%lld", (long long)(job->time_ms + 999) / 1000);
	ADD_ARGUMENT(command, "-max_len=%d", INPUT_USEFUL_MAX);
	ADD_ARGUMENT(command, "-rss_limit_mb=0");
	ADD_ARGUMENT(command, "-timeout=0");
	ADD_ARGUMENT(command, "-detect_leaks=0");
	ADD_ARGUMENT(command, "-len_control=0");
	ADD_ARGUMENT(command, "-verbosity=0");
	ADD_ARGUMENT(command, "%s/corpus", job->folder);
	ADD_ARGUMENT(command, "%s/seeds", job->folder);
	add_common(command, job, "symbolize=0");
	cgf_folder_make(command->arguments[command->argument_count - 2]);
}

static void make_afl(struct command *command, const struct cgf_engine_job *job, const char *program)
{
	ADD_ARGUMENT(command, "afl-fuzz");
	ADD_ARGUMENT(command, "-i%s/seeds", job->folder);
	ADD_ARGUMENT(command, "-o%s/afl-%u", job->folder, job->number);
	ADD_ARGUMENT(command, "-V%lld", (long long)(job->time_ms + 999) / 1000);
	if (job->runs > 0)
		ADD_ARGUMENT(command, "-E%ld", job->runs);
	ADD_ARGUMENT(command, "-s%ld", job->seed);
	ADD_ARGUMENT(command, "-G%d", INPUT_USEFUL_MAX);
	ADD_ARGUMENT(command, "-t%d", STALL_MS_MAX);
	ADD_ARGUMENT(command, "-mnone");
	ADD_ARGUMENT(command, "--");
	ADD_ARGUMENT(command, "%s", program);
	add_common(command, job, "abort_on_error=1:symbolize=0");
	ADD_VARIABLE(command, "AFL_CUSTOM_MUTATOR_LIBRARY=%s/programs/%s/mutator.so",
	             job->programs->build_directory, job->target->set);
	ADD_VARIABLE(command, "AFL_CUSTOM_MUTATOR_ONLY=1");
	ADD_VARIABLE(command, "AFL_BENCH_UNTIL_CRASH=1");
	ADD_VARIABLE(command, "AFL_NO_UI=1");
	ADD_VARIABLE(command, "AFL_SKIP_CPUFREQ=1");
	ADD_VARIABLE(command, "AFL_NO_AFFINITY=1");
	ADD_VARIABLE(command, "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1");
	if (strcmp(job->target->build, "tsan") == 0)
		ADD_VARIABLE(command, "AFL_CRASH_EXITCODE=66");
}

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

/* Sees that executions go on, and that afl-fuzz has a crash. */
struct watch {
	const struct cgf_engine_job *job;
	uint64_t executions;
	int64_t since_ms;
	bool is_afl, stalled, crashed;
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
	watch->stalled = now_ms - watch->since_ms > STALL_MS_MAX;
	watch->crashed = watch->is_afl && find_crash_file(path, sizeof(path), job);
	return !watch->stalled && !watch->crashed && (!job->tick || job->tick(job->tick_data));
}

/* The line that says why an engine did not fuzz: our own, or the engine's last. */
static int refuse(const char *program, int status)
{
	struct cgf_verdict verdict;
	char *own = strstr(capture.text, "cgofault: "), *abort_line = strstr(capture.text, "PROGRAM ABORT");
	const char *line = own ? own + strlen("cgofault: ") : abort_line ? abort_line : "see its output";

	cgf_verdict_parse(&verdict, capture.text, strlen(capture.text), status);
	return cgf_harness_failed("%s did not fuzz (%s): %.*s", program, verdict.name,
	                          (int)strcspn(line, "\n"), line);
}

/* Runs the command to its end, or until there is a claim. 0 with the wait status, an exit code, or -EINTR. */
static int run_command(int *status, struct cgf_claim *claim, struct command *command,
                       const struct cgf_engine_job *job, bool is_afl)
{
	struct watch watch = {.job = job, .is_afl = is_afl, .since_ms = cgf_now_ms()};
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
	int64_t start_ms = cgf_now_ms();
	int error;

	memset(&capture, 0, offsetof(struct cgf_capture, text));
	capture.pass_to = -1;
	job->stats->input_size = 0;
	error = cgf_child_run(status, &capture, &request);
	cgf_capture_finish(&capture);
	claim->after_ms = cgf_now_ms() - start_ms;
	claim->executions = job->stats->executions - executions_before;
	if (error == -EINTR && !watch.stalled && !watch.crashed)
		return error;
	if (error != 0 && error != -EINTR && error != -ETIMEDOUT)
		return cgf_harness_failed("cannot run %s: %s", request.path, strerror(-error));
	return 0;
}

int cgf_engine_run(struct cgf_claim *claim, const struct cgf_engine_job *job)
{
	static struct command command;
	char program[CGF_PATH_BYTES_MAX];
	bool is_afl = strcmp(job->engine, "afl") == 0;
	struct timespec start;
	int status = 0, code;

	memset(claim, 0, offsetof(struct cgf_claim, bytes));
	clock_gettime(CLOCK_REALTIME, &start);
	if (!cgf_program_path(program, sizeof(program), job->programs, job->target->set, job->engine,
	                      job->target->build))
		return cgf_harness_failed("%s was not built; cmake -B build says why", program);
	memset(&command, 0, sizeof(command));
	(is_afl ? make_afl : make_libfuzzer)(&command, job, program);
	if (!make_environment(&command))
		return cgf_harness_failed("out of memory");
	code = run_command(&status, claim, &command, job, is_afl);
	free(command.environment);
	if (code != 0)
		return code;
	if (is_afl)
		take_crash_file(claim, job, &start);
	if (status != 0)
		take_running_input(claim, job->stats);
	return status == 0 || claim->size > 0 ? 0 : refuse(program, status);
}
