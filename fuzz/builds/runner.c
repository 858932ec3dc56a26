/*
 * runner.c: runner.h for the classes that show when building: a plan's call is a build in a scratch copy, its
 * faults are the build's faults. The script `try` does the work.
 *
 * A plan is a set of faults: their order and how often one is named change nothing. Other steps than calls
 * have nothing to do here, and a call of an op that the variant lacks neither.
 */
#include "runner/runner.h"
#include "cgf_run.h"
#include "cgf_stats.h"
#include "child.h"
#include "classes.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	SCRATCHES_MAX = 64,
	TRY_ARGUMENTS = 7,
	BUILD_MS_MAX = 600 * 1000,
	TRY_FAILED = 1,
	PHASES_BYTES_MAX = 1024
};

static struct cgf_build_class class;
static struct cgf_stats *stats;
static const char *variant, *only_op, *tools;
static char scratch[CGF_BUILD_PATH_BYTES_MAX], phases[PHASES_BYTES_MAX];
static bool story;

/* ---- what the replay program asks of a core ---- */

const char *cgf_build(void)
{
	return tools;
}

uint32_t cgf_last_trace(void)
{
	return stats->trace;
}

void cgf_story_wanted(bool wanted)
{
	story = wanted;
}

void cgf_trace_print(void)
{
}

/* A build dies by an exit code of its tools. */
void cgf_report_deaths(void)
{
}

void cgf_stacks_wanted(bool wanted)
{
	(void)wanted;
}

void cgf_forget_accesses(void)
{
}

/* ---- start ---- */

static _Noreturn void fail(const char *what, const char *name)
{
	fprintf(stderr, "cgofault: harness %s: %s\n", what, name);
	exit(3);
}

static struct cgf_stats *stats_map(void)
{
	const char *path = getenv("CGF_STATS");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	struct cgf_stats *mapped = mmap(NULL, sizeof(*mapped), PROT_READ | PROT_WRITE,
	                                fd >= 0 ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS, fd, 0);

	if (mapped == MAP_FAILED || (path && fd < 0))
		fail("cannot map the statistics", path ? path : "");
	if (fd >= 0)
		close(fd);
	mapped->magic = CGF_STATS_MAGIC;
	mapped->op_count = (uint32_t)class.words.op_count;
	mapped->site_count = (uint32_t)class.words.site_count;
	memcpy(mapped->ops, class.ops, sizeof(mapped->ops));
	memcpy(mapped->sites, class.faults, sizeof(mapped->sites));
	return mapped;
}

/* Takes the first folder that no other process works in: their paths are few, so that go build finds again
 * what it has kept. The lock ends with the process. */
static void scratch_take(void)
{
	char path[CGF_BUILD_PATH_BYTES_MAX + 16], folder[CGF_BUILD_PATH_BYTES_MAX];

	cgf_tree_scratch(folder, sizeof(folder));
	mkdir(folder, 0777);
	for (unsigned i = 0; i < SCRATCHES_MAX; i++) {
		snprintf(path, sizeof(path), "%s/%u.lock", folder, i);
		int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

		if (fd < 0)
			fail(strerror(errno), path);
		if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
			snprintf(scratch, sizeof(scratch), "%.*s/%u", (int)sizeof(scratch) - 16, folder, i);
			return;
		}
		close(fd);
	}
	fail("too many builds at once in", folder);
}

int cgf_runner_start(const char *class_name, const char *variant_name, const char *op, char *why,
                     size_t why_size)
{
	if (cgf_build_class_read(&class, cgf_tree_sources(), class_name, why, why_size) != 0)
		return -ENOENT;
	if (!cgf_build_known(class.variants, class.variant_count, variant_name)) {
		snprintf(why, why_size, "class %s has no variant '%s'", class_name, variant_name);
		return -ENOENT;
	}
	if (op && !cgf_build_known(class.ops, class.words.op_count, op)) {
		snprintf(why, why_size, "class %s has no op '%s'", class_name, op);
		return -ENOENT;
	}
	variant = variant_name;
	only_op = op;
	tools = cgf_tree_tools();
	stats = stats_map();
	return 0;
}

const struct cgf_vocabulary *cgf_runner_words(void)
{
	return &class.words;
}

/* ---- runs ---- */

/* FNV-1a, 64 bits, folded to 32 as the core does. */
static uint64_t digest;
static const uint64_t digest_start = 0xcbf29ce484222325, digest_prime = 0x100000001b3;

static void trace_keep(uint64_t now)
{
	digest = now;
	stats->trace = (uint32_t)(now ^ now >> 32);
}

static void trace_text(const char *text)
{
	uint64_t now = digest;

	for (; *text; text++)
		now = (now ^ (unsigned char)*text) * digest_prime;
	trace_keep((now ^ 0xff) * digest_prime);
}

/* The faults of a call as names, each once, in the class's order. How many. */
static size_t faults_of(const char **out, const struct cgf_step *step)
{
	size_t count = 0;

	for (size_t site = 0; site < class.words.site_count; site++)
		for (size_t i = 0; i < step->fault_count; i++)
			if (step->faults[i].site == site) {
				out[count++] = class.faults[site];
				stats->fired[step->word][site]++;
				break;
			}
	return count;
}

static void phases_read(void)
{
	char path[CGF_BUILD_PATH_BYTES_MAX + 16];
	FILE *file;
	size_t size = 0;

	snprintf(path, sizeof(path), "%s/phases", scratch);
	file = fopen(path, "r");
	if (file) {
		size = fread(phases, 1, sizeof(phases) - 1, file);
		fclose(file);
	}
	phases[size] = '\0';
}

/* Runs `try` for one call. Its exit code. */
static int try_call(const struct cgf_step *step, const char **faults, size_t fault_count)
{
	char script[CGF_BUILD_PATH_BYTES_MAX + 32];
	char *arguments[TRY_ARGUMENTS + CGF_FAULTS_MAX + 1] = {
	        "sh", script, class.folder, class.ops[step->word], (char *)variant, (char *)tools, scratch};
	const struct cgf_child_request request = {
	        .path = "sh", .argv = arguments, .own_group = true, .timeout_ms = BUILD_MS_MAX};
	int status = 0, error;

	for (size_t i = 0; i < fault_count; i++)
		arguments[TRY_ARGUMENTS + i] = (char *)faults[i];
	snprintf(script, sizeof(script), "%s/fuzz/builds/try", cgf_tree_sources());
	error = cgf_child_run(&status, NULL, &request);
	if (error != 0)
		fail(strerror(-error), script);
	phases_read();
	return WIFEXITED(status) ? WEXITSTATUS(status) : TRY_FAILED;
}

/* A call that fails ends the run, and the process: what its tools said is the report. */
static void run_call(const struct cgf_step *step)
{
	const char *faults[CGF_FAULTS_MAX];
	size_t fault_count = faults_of(faults, step);
	int code;

	if (scratch[0] == '\0')
		scratch_take();
	stats->effective += fault_count > 0;
	code = try_call(step, faults, fault_count);
	trace_text(class.ops[step->word]);
	for (size_t i = 0; i < fault_count; i++)
		trace_text(faults[i]);
	trace_text(phases);
	if (story)
		fprintf(stderr, "cgofault: story %s ended: %s\n", class.ops[step->word], phases);
	if (code != 0)
		exit(code == TRY_FAILED ? TRY_FAILED : 3);
}

void cgf_runner_run(const struct cgf_plan *plan)
{
	stats->executions++;
	stats->plan = cgf_plan_digest(plan, &class.words);
	trace_keep(digest_start);
	for (size_t i = 0; i < plan->step_count; i++) {
		const struct cgf_step *step = &plan->steps[i];

		stats->steps_total++;
		if (step->kind == CGF_STEP_CALL && cgf_build_op_has(&class, step->word, variant) &&
		    (!only_op || strcmp(only_op, class.ops[step->word]) == 0))
			run_call(step);
	}
}
