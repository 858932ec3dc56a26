/*
 * engine_command.c: see engine_command.h.
 */
#include "engine_command.h"

#include "plans/files.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_USEFUL_MAX = 1 + CGF_STEPS_MAX * CGF_STEP_BYTES };

extern char **environ;

__attribute__((format(printf, 2, 3))) static char *add_text(struct cgf_engine_command *command,
                                                            const char *format, ...)
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
static bool make_environment(struct cgf_engine_command *command)
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
static void add_common(struct cgf_engine_command *command, const struct cgf_engine_job *job,
                       const char *sanitizer_options)
{
	static const char *const sanitizers[] = {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS",
	                                         "MSAN_OPTIONS", "TSAN_OPTIONS"};

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

/* Counts the files in a folder, and picks the pick'th of them. */
static long list_units(char *path, size_t size, const char *folder, long pick)
{
	struct dirent *entry;
	DIR *directory = opendir(folder);
	long count = 0;

	while (directory && (entry = readdir(directory)))
		if (entry->d_name[0] != '.' && count++ == pick)
			cgf_text_make(path, size, "%s/%s", folder, entry->d_name);
	if (directory)
		closedir(directory);
	return count;
}

/* libfuzzer.c says what an opening is. While processes are short each tries a site of its own; later every
 * other one begins with a plan of the corpus. The first process begins as ever. */
static void add_opening(struct cgf_engine_command *command, const struct cgf_engine_job *job,
                        const char *corpus, long unit_count)
{
	char path[2 * CGF_PATH_BYTES_MAX] = "";
	unsigned index = job->number - 1;

	if (job->number == 0)
		return;
	if (index >= CGF_SHORT_PROCESSES) {
		if (index % 2 != 0 && unit_count > 0)
			list_units(path, sizeof(path), corpus, job->seed * 31 % unit_count);
		index = CGF_SHORT_PROCESSES + (index - CGF_SHORT_PROCESSES) / 2;
	}
	ADD_VARIABLE(command, "CGF_OPENING_SEED=%ld", job->seed);
	ADD_VARIABLE(command, "CGF_OPENING_INDEX=%u", index);
	if (*path)
		ADD_VARIABLE(command, "CGF_OPENING=%s", path);
}

/* A process executes the whole corpus before it makes anything new. */
static void make_libfuzzer(struct cgf_engine_command *command, const struct cgf_engine_job *job,
                           const char *program)
{
	char corpus[CGF_PATH_BYTES_MAX + 16], seeds[CGF_PATH_BYTES_MAX + 16];
	long found, runs;

	cgf_text_make(corpus, sizeof(corpus), "%s/corpus-%u", job->folder, job->corpus);
	cgf_text_make(seeds, sizeof(seeds), "%s/seeds", job->folder);
	cgf_folder_make(corpus);
	found = list_units(NULL, 0, corpus, -1);
	command->units = found + (job->without_seeds ? 0 : list_units(NULL, 0, seeds, -1));
	runs = job->process_runs + command->units;
	command->runs = job->runs > 0 && job->runs < runs ? job->runs : runs;
	ADD_ARGUMENT(command, "%s", program);
	ADD_ARGUMENT(command, "-artifact_prefix=%s/artifact-", job->folder);
	ADD_ARGUMENT(command, "-seed=%ld", job->seed);
	ADD_ARGUMENT(command, "-runs=%ld", command->runs);
	ADD_ARGUMENT(command, "-max_total_time=%lld", (long long)(job->time_ms + 999) / 1000);
	ADD_ARGUMENT(command, "-max_len=%d", INPUT_USEFUL_MAX);
	ADD_ARGUMENT(command, "-rss_limit_mb=0");
	ADD_ARGUMENT(command, "-timeout=0");
	ADD_ARGUMENT(command, "-detect_leaks=0");
	ADD_ARGUMENT(command, "-len_control=0");
	ADD_ARGUMENT(command, "-verbosity=0");
	ADD_ARGUMENT(command, "%s", corpus);
	if (!job->without_seeds)
		ADD_ARGUMENT(command, "%s", seeds);
	add_common(command, job, "symbolize=0");
	add_opening(command, job, corpus, found);
}

static void make_afl(struct cgf_engine_command *command, const struct cgf_engine_job *job,
                     const char *program)
{
	command->runs = job->runs;
	ADD_ARGUMENT(command, "afl-fuzz");
	ADD_ARGUMENT(command, "-i%s/seeds", job->folder);
	ADD_ARGUMENT(command, "-o%s/afl-%u", job->folder, job->number);
	ADD_ARGUMENT(command, "-V%lld", (long long)(job->time_ms + 999) / 1000);
	if (job->runs > 0)
		ADD_ARGUMENT(command, "-E%ld", job->runs);
	ADD_ARGUMENT(command, "-s%ld", job->seed);
	ADD_ARGUMENT(command, "-G%d", INPUT_USEFUL_MAX);
	ADD_ARGUMENT(command, "-t%d", CGF_ENGINE_STALL_MS_MAX);
	ADD_ARGUMENT(command, "-mnone");
	ADD_ARGUMENT(command, "--");
	ADD_ARGUMENT(command, "%s", program);
	/* afl-fuzz starts nothing where MSAN_OPTIONS lacks its exit code; the other sanitizers have no such
	 * option. */
	add_common(command, job, "abort_on_error=1:symbolize=0:exit_code=86");
	ADD_VARIABLE(command, "AFL_CUSTOM_MUTATOR_LIBRARY=%s/programs/%s/mutator.so",
	             job->programs->build_directory, job->target->set);
	ADD_VARIABLE(command, "AFL_CUSTOM_MUTATOR_ONLY=1");
	ADD_VARIABLE(command, "AFL_DEBUG_CHILD=1"); /* what a dying process says is kept */
	ADD_VARIABLE(command, "CGF_PROCESS_RUNS=%ld", job->process_runs);
	ADD_VARIABLE(command, "AFL_BENCH_UNTIL_CRASH=1");
	ADD_VARIABLE(command, "AFL_NO_UI=1");
	ADD_VARIABLE(command, "AFL_SKIP_CPUFREQ=1");
	ADD_VARIABLE(command, "AFL_NO_AFFINITY=1");
	ADD_VARIABLE(command, "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1");
	if (strcmp(job->target->build, "tsan") == 0)
		ADD_VARIABLE(command, "AFL_CRASH_EXITCODE=66");
}

bool cgf_engine_command_make(struct cgf_engine_command *out, const struct cgf_engine_job *job,
                             const char *program)
{
	memset(out, 0, sizeof(*out));
	if (strcmp(job->engine, "afl") == 0)
		make_afl(out, job, program);
	else
		make_libfuzzer(out, job, program);
	return make_environment(out);
}

void cgf_engine_command_free(struct cgf_engine_command *command)
{
	free(command->environment);
}
