/*
 * programs.c: see programs.h.
 */
#include "programs.h"

#include "builds.h"
#include "child.h"
#include "surroundings.h"

#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TIMEOUT_MS = 600000, CORES_MAX = 256, ARGUMENTS_FEW = 12, ARGUMENTS_MAX = TEST_BATCH_MAX + 16 };

static struct cgf_capture capture;

_Noreturn void test_fail(int code, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(code);
}

/* SplitMix64. */
uint64_t test_random(uint64_t *state)
{
	uint64_t bits = *state += 0x9e3779b97f4a7c15;

	bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
	bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
	return bits ^ (bits >> 31);
}

/* ---- what was built ---- */

static void path_make(char *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void path_make(char *out, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(out, TEST_PATH_MAX, format, arguments);
	va_end(arguments);
	if (length < 0 || length >= TEST_PATH_MAX)
		test_fail(2, "a path is too long: %s", out);
}

static bool class_read(struct test_class *out, const char *set, char *line)
{
	char *rest = NULL, *name = strtok_r(line, "\t\n", &rest), *list = strtok_r(NULL, "\t\n", &rest);
	char *builds = strtok_r(NULL, "\t\n", &rest);

	*out = (struct test_class){0};
	if (!name || !list)
		return false;
	snprintf(out->builds, sizeof(out->builds), "%s", builds ? builds : "");
	snprintf(out->set, sizeof(out->set), "%s", set);
	snprintf(out->name, sizeof(out->name), "%s", name);
	for (char *variant = strtok_r(list, ",", &rest); variant && out->variant_count < TEST_VARIANTS_MAX;
	     variant = strtok_r(NULL, ",", &rest))
		snprintf(out->variants[out->variant_count++], CGF_NAME_BYTES_MAX, "%s", variant);
	return out->variant_count > 0;
}

static size_t set_read(struct test_class *out, size_t room, const char *programs, const char *set,
                       const char *only)
{
	char path[TEST_PATH_MAX], line[1024];
	size_t count = 0;
	FILE *file;

	path_make(path, "%s/%s/classes", programs, set);
	file = fopen(path, "r");
	while (file && count < room && fgets(line, sizeof(line), file)) {
		/* Classes of bugs that depend on what a process has run before are for hunts alone. */
		if (!class_read(&out[count], set, line) || strncmp(out[count].name, "process_", 8) == 0)
			continue;
		if (!only || strcmp(only, set) == 0 || strcmp(only, out[count].name) == 0)
			count++;
	}
	if (file)
		fclose(file);
	return count;
}

bool test_set_is_for_tests(const char *set)
{
	return strcmp(set, "selftest") == 0 || strcmp(set, "honest") == 0;
}

bool test_program_exists(const char *programs, const char *set, const char *program)
{
	char path[TEST_PATH_MAX];

	path_make(path, "%s/%s/%s", programs, set, program);
	return access(path, X_OK) == 0;
}

size_t test_builds_of(const char **out, const char *asked)
{
	size_t count = 0;

	for (const struct cgf_build *build = cgf_all_builds; build->name && count < TEST_BUILDS_MAX; build++)
		if (cgf_build_is_for(build->name, asked))
			out[count++] = build->name;
	return count;
}

size_t test_classes_find(struct test_class *out, const char *programs, const char *only)
{
	struct dirent **sets = NULL;
	int set_count = scandir(programs, &sets, NULL, alphasort);
	size_t count = 0;

	for (int i = 0; i < set_count; i++) {
		/* The classes that show when building have programs for compilers, and their runs take a
		 * second. */
		if (sets[i]->d_name[0] != '.' &&
		    test_program_exists(programs, sets[i]->d_name, "replay-plain"))
			count += set_read(out + count, TEST_CLASSES_MAX - count, programs, sets[i]->d_name,
			                  only);
		free(sets[i]);
	}
	free(sets);
	if (count == 0)
		test_fail(2, "no classes in %s; build them: cmake -B build && cmake --build build", programs);
	return count;
}

/* ---- running ---- */

static int pinned_core = -1;

void test_pin(int core)
{
	pinned_core = core;
}

/* This process takes the mask for as long as it starts the child, which inherits it. */
static void pin_apply(cpu_set_t *before)
{
	cpu_set_t one;

	sched_getaffinity(0, sizeof(*before), before);
	if (pinned_core < 0)
		return;
	CPU_ZERO(&one);
	CPU_SET(pinned_core, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

static int run(char *const *argv, char *const *environment, unsigned captured)
{
	const struct cgf_child_request request = {.path = argv[0],
	                                          .argv = argv,
	                                          .environment = environment,
	                                          .captured = captured,
	                                          .silent = true,
	                                          .own_group = true,
	                                          .timeout_ms = TIMEOUT_MS};
	cpu_set_t before;
	int status = 0, error;

	capture.pass_to = -1;
	capture.total = 0;
	pin_apply(&before);
	error = cgf_child_run(&status, &capture, &request);
	sched_setaffinity(0, sizeof(before), &before);
	if (error < 0 && error != -ETIMEDOUT)
		test_fail(3, "cannot run %s: %s", argv[0], strerror(-error));
	cgf_capture_finish(&capture);
	return error == -ETIMEDOUT ? 3 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

const char *test_output(void)
{
	return capture.text;
}

/* Fills in the options that name class and variant; returns how many arguments there are. */
static size_t arguments_make(char **out, char *program, const struct test_target *target, bool raw)
{
	size_t count = 0;

	path_make(program, "%s/%s/replay-%s", target->programs, target->set, target->build);
	out[count++] = program;
	if (raw) {
		out[count++] = "--class";
		out[count++] = (char *)target->class_name;
	}
	if (target->variant) {
		out[count++] = "--variant";
		out[count++] = (char *)target->variant;
	}
	if (target->op) {
		out[count++] = "--op";
		out[count++] = (char *)target->op;
	}
	return count;
}

/* The files end the arguments. */
static void files_add(char **argv, size_t count, char *const *files)
{
	for (; *files && count < ARGUMENTS_MAX - 1; files++)
		argv[count++] = *files;
	argv[count] = NULL;
}

static bool last_verdict_read(struct cgf_verdict *out, const char *text)
{
	static const char word[] = "cgofault: verdict=";
	const char *last = NULL;
	char line[CGF_VERDICT_LINE_BYTES_MAX];

	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
		last = at;
	if (!last)
		return false;
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(last, "\n"), last);
	return cgf_verdict_read(out, line);
}

int test_replay(struct cgf_verdict *out, const struct test_target *target, const char *file, bool raw)
{
	char program[TEST_PATH_MAX], *argv[ARGUMENTS_FEW];
	size_t count = arguments_make(argv, program, target, raw);
	int code;

	argv[count++] = (char *)file;
	argv[count] = NULL;
	*out = (struct cgf_verdict){0};
	code = run(argv, NULL, CGF_CHILD_STDOUT | CGF_CHILD_STDERR);
	if (!last_verdict_read(out, capture.text)) {
		snprintf(out->name, sizeof(out->name), "harness/exit-%d", code);
		return 3;
	}
	return code;
}

static int convert(const struct test_target *target, const char *verb, char *const *from, const char *to,
                   bool raw)
{
	static char *argv[ARGUMENTS_MAX];
	char program[TEST_PATH_MAX];
	size_t count = arguments_make(argv, program, target, raw);
	int code;

	argv[count++] = (char *)verb;
	files_add(argv, count, from);
	code = run(argv, NULL, CGF_CHILD_STDOUT);
	if (capture.total > CGF_CAPTURE_BYTES_MAX)
		test_fail(3, "%s of these plans writes more than is kept; give it fewer at a time", verb);
	if (code == 0)
		test_file_write(to, capture.text, capture.total);
	return code;
}

int test_show(const struct test_target *target, char *const *files, bool raw, const char *text_file)
{
	return convert(target, "--show", files, text_file, raw);
}

int test_pack(const struct test_target *target, char *const *files, bool raw, const char *bytes_file)
{
	return convert(target, "--pack", files, bytes_file, raw);
}

/* What the supervisor says to a build that runs another one's program. */
static size_t build_add(char **variables, size_t count, const struct cgf_build *build)
{
	static char go_debug[4096], name[CGF_NAME_BYTES_MAX + 16];

	if (!build || !*build->of)
		return count;
	for (size_t i = 0; i < count; i++)
		if (strncmp(variables[i], "GODEBUG=", strlen("GODEBUG=")) == 0) {
			snprintf(go_debug, sizeof(go_debug), "%s,%s", variables[i], build->go_debug);
			variables[i] = go_debug;
		}
	snprintf(name, sizeof(name), "CGF_BUILD=%s", build->name);
	variables[count++] = name;
	return count;
}

/* The environment that a replay's supervisor gives to its child: a batch has no supervisor. */
static char **child_environment(const char *build, const char *stats_file)
{
	static char *common[1024], *variables[1024 + 2], stats[TEST_PATH_MAX];
	static size_t common_count;
	size_t count;
	extern char **environ;

	if (common_count == 0) {
		cgf_surroundings_set(0, "");
		for (; environ[common_count] && common_count < 1000; common_count++)
			common[common_count] = strdup(environ[common_count]);
		unsetenv("CGF_CHILD");
		unsetenv("CGF_SEED");
	}
	memcpy(variables, common, common_count * sizeof(*common));
	count = build_add(variables, common_count, cgf_build_find(build));
	path_make(stats, "CGF_STATS=%s", stats_file ? stats_file : "");
	variables[count] = stats_file ? stats : NULL;
	variables[count + 1] = NULL;
	return variables;
}

static size_t traces_read(uint32_t *out, const char *text)
{
	size_t count = 0;
	unsigned plan, trace;

	for (const char *at = text; (at = strstr(at, "cgofault: plan=")); at++) {
		if (sscanf(at, "cgofault: plan=%8x trace=%8x", &plan, &trace) != 2)
			continue;
		if (out)
			out[count] = trace;
		count++;
	}
	return count;
}

size_t test_batch(struct cgf_verdict *out, uint32_t *traces, const struct test_target *target,
                  char *const *files, bool raw, const char *stats_file)
{
	static char *argv[ARGUMENTS_MAX];
	char program[TEST_PATH_MAX];
	size_t count = arguments_make(argv, program, target, raw);
	int code;

	argv[count++] = "--batch";
	files_add(argv, count, files);
	code = run(argv, child_environment(target->build, stats_file), CGF_CHILD_STDOUT | CGF_CHILD_STDERR);
	cgf_verdict_parse(out, capture.text, strlen(capture.text), code >= 128 ? code - 128 : code << 8);
	return traces_read(traces, capture.text);
}

/* ---- files ---- */

void test_file_write(const char *path, const void *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
		test_fail(3, "cannot write %s: %s", path, strerror(errno));
}

size_t test_file_read(void *out, size_t room, const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t size = file ? fread(out, 1, room, file) : 0;

	if (!file)
		test_fail(3, "cannot read %s: %s", path, strerror(errno));
	fclose(file);
	return size;
}

void test_stats_make(const char *path)
{
	test_file_write(path, "", 0);
	if (truncate(path, sizeof(struct cgf_stats)) != 0)
		test_fail(3, "cannot write %s: %s", path, strerror(errno));
}

void test_stats_read(struct cgf_stats *out, const char *path)
{
	if (test_file_read(out, sizeof(*out), path) != sizeof(*out))
		test_fail(3, "%s is no statistics file", path);
}

static char directory[TEST_PATH_MAX];
static pid_t directory_owner;

/* Only files of our own, none in folders. */
static void directory_remove(void)
{
	struct dirent **entries = NULL;
	int count = getpid() == directory_owner ? scandir(directory, &entries, NULL, NULL) : 0;
	char path[TEST_PATH_MAX];

	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%.200s/%s", directory, entries[i]->d_name);
		unlink(path);
		free(entries[i]);
	}
	free(entries);
	rmdir(directory);
}

const char *test_directory(void)
{
	const char *parent = getenv("TMPDIR");

	if (*directory)
		return directory;
	path_make(directory, "%s/cgofault-test-XXXXXX", parent ? parent : "/tmp");
	if (!mkdtemp(directory))
		test_fail(3, "cannot make a directory in %s: %s", parent ? parent : "/tmp", strerror(errno));
	directory_owner = getpid();
	atexit(directory_remove);
	return directory;
}

/* ---- other work on every core ---- */

static pid_t busy[CORES_MAX];
static size_t busy_count;

static void compute(pid_t parent)
{
	volatile uint64_t state = 1;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == parent)
		for (unsigned i = 0; i < 1000000; i++)
			state = state * 6364136223846793005 + 1;
	_exit(0);
}

void test_busy_begin(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	pid_t parent = getpid(), child;

	while (busy_count < (size_t)cores && busy_count < CORES_MAX) {
		child = fork();
		if (child < 0)
			test_fail(3, "cannot start a process: %s", strerror(errno));
		if (child == 0)
			compute(parent);
		busy[busy_count++] = child;
	}
}

void test_busy_end(void)
{
	while (busy_count > 0) {
		kill(busy[--busy_count], SIGKILL);
		waitpid(busy[busy_count], NULL, 0);
	}
}
