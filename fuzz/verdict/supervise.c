/*
 * supervise.c: runs this program once more as a child, and tells what became of it.
 */
#include "supervise.h"

#include "child_verdict.h"
#include "surroundings.h"
#include "verdict.h"

#include "../../shims/core/cgf_stats.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PLAN_BYTES_MAX = 65536 };

/* The plan that the command line names, NULL when it asks for something else than a run. */
static const char *find_plan(int argc, char **argv)
{
	static const char *const other_verbs[] = {"--classes", "--list",    "--show", "--pack",
	                                          "--help",    "--version", "--batch"};
	static const char *const with_value[] = {"--class", "--variant", "--op"};
	const char *plan = NULL;

	for (int i = 1; i < argc; i++) {
		for (size_t j = 0; j < sizeof(other_verbs) / sizeof(other_verbs[0]); j++)
			if (strcmp(argv[i], other_verbs[j]) == 0)
				return NULL;
		if (argv[i][0] != '-')
			plan = argv[i];
		for (size_t j = 0; j < sizeof(with_value) / sizeof(with_value[0]); j++)
			if (strcmp(argv[i], with_value[j]) == 0) {
				i++;
				break;
			}
	}
	return plan;
}

/* Where the first line begins that is neither empty nor a comment, behind a byte order mark: plan_text.c. */
static const char *first_line(const char *text)
{
	static const char mark[] = "\xef\xbb\xbf";

	if (strncmp(text, mark, strlen(mark)) == 0)
		text += strlen(mark);
	for (text += strspn(text, " \t\r\n"); *text == '#'; text += strspn(text, " \t\r\n"))
		text += strcspn(text, "\n");
	return text;
}

/* The seed as a plan has it: the line "seed: N" of a text, the first byte of an engine's input. */
static uint64_t read_seed(const char *path)
{
	static char bytes[PLAN_BYTES_MAX + 1];
	FILE *file = fopen(path, "rb");
	size_t size;

	if (!file)
		return 0; /* the child says what is wrong with the file */
	size = fread(bytes, 1, PLAN_BYTES_MAX, file);
	fclose(file);
	bytes[size] = '\0';
	if (strncmp(first_line(bytes), "cgofault plan", strlen("cgofault plan")) != 0)
		return (unsigned char)bytes[0];
	for (const char *line = bytes; line; line = strchr(line, '\n')) {
		line += strspn(line, " \t\n");
		if (strncmp(line, "seed:", strlen("seed:")) == 0)
			return strtoull(line + strlen("seed:"), NULL, 10);
	}
	return 0;
}

/*
 * The digests of a run stand in its statistics, where they survive any death. A file without a name, which
 * the child opens through its inherited descriptor, unless the user wants to keep one.
 */
static const struct cgf_stats *statistics_share(void)
{
	char path[64];
	const char *users = getenv("CGF_STATS");
	int fd = users ? open(users, O_RDWR) : memfd_create("cgofault-statistics", 0);
	void *shared = MAP_FAILED;

	if (fd >= 0 && (users || ftruncate(fd, sizeof(struct cgf_stats)) == 0))
		shared = mmap(NULL, sizeof(struct cgf_stats), PROT_READ, MAP_SHARED, fd, 0);
	if (shared == MAP_FAILED)
		return NULL;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	setenv("CGF_STATS", path, 1);
	return shared;
}

static void add_digests(struct cgf_verdict *verdict, const struct cgf_stats *stats)
{
	if (!stats || stats->magic != CGF_STATS_MAGIC || !stats->executions)
		return;
	snprintf(verdict->plan, sizeof(verdict->plan), "%08x", stats->plan);
	snprintf(verdict->trace, sizeof(verdict->trace), "%08x", stats->trace);
}

static int tell(const struct cgf_verdict *verdict)
{
	char line[CGF_VERDICT_LINE_BYTES_MAX];
	enum cgf_exit_code code = cgf_verdict_exit_code(verdict);

	if (code == CGF_EXIT_USAGE)
		return code;
	cgf_verdict_write(line, sizeof(line), verdict);
	if (code == CGF_EXIT_FOUND && verdict->go[0] != '\0')
		printf("cgofault: go %s\n", verdict->go);
	if (code == CGF_EXIT_FOUND && verdict->advice[0] != '\0')
		printf("cgofault: advice %s\n", verdict->advice);
	printf("%s\n", line);
	return fflush(stdout) == 0 ? (int)code : CGF_EXIT_HARNESS;
}

/*
 * A process that ends itself by a system call, or dies of a signal on a thread of the library's own, tells
 * nothing: the place is the call that was under way, or the op.
 */
static void add_call(struct cgf_verdict *verdict, const struct cgf_stats *stats)
{
	if (!stats || stats->magic != CGF_STATS_MAGIC || cgf_verdict_exit_code(verdict) != CGF_EXIT_FOUND ||
	    strcmp(verdict->name, "lsan/leak") == 0)
		return;
	if (stats->call_id > 0 && verdict->go[0] == '\0' && verdict->call[0] == '\0')
		snprintf(verdict->call, sizeof(verdict->call), "%u", stats->call_id);
	if (strcmp(verdict->at, "unknown") != 0)
		return;
	if (stats->call_id > 0)
		snprintf(verdict->at, sizeof(verdict->at), "%s", stats->call);
	else if (stats->op_under_way > 0 && stats->op_under_way <= CGF_OPS_MAX)
		snprintf(verdict->at, sizeof(verdict->at), "%s", stats->ops[stats->op_under_way - 1]);
}

/* Of a report without names the place is not known: another verdict than on any other machine. */
static bool is_nameless(const struct cgf_verdict *verdict)
{
	return strncmp(verdict->name, "asan/", 5) == 0 || strncmp(verdict->name, "tsan/", 5) == 0 ||
	       strncmp(verdict->name, "msan/", 5) == 0 || strncmp(verdict->name, "crash/SIG", 9) == 0;
}

static int tell_nameless(struct cgf_verdict *verdict)
{
	fprintf(stderr, "cgofault: harness no llvm-symbolizer: the report has no names, and the verdict no "
	                "place; install "
	                "llvm-19, or set ASAN_SYMBOLIZER_PATH\n");
	strcpy(verdict->name, "harness/no-symbolizer");
	verdict->at[0] = verdict->keys[0] = '\0';
	return tell(verdict);
}

static int run_supervised(char **argv, bool named)
{
	static struct cgf_verdict verdict;
	const struct cgf_stats *stats = statistics_share();
	int error = stats ? cgf_child_verdict(&verdict, argv, STDERR_FILENO) : -errno;

	if (error < 0) {
		fprintf(stderr, "cgofault: harness cannot start a child: %s\n", strerror(-error));
		return CGF_EXIT_HARNESS;
	}
	add_digests(&verdict, stats);
	if (!named && is_nameless(&verdict))
		return tell_nameless(&verdict);
	add_call(&verdict, stats);
	cgf_child_go_lines(&verdict, argv);
	return tell(&verdict);
}

void cgf_supervise(int argc, char **argv)
{
	const char *plan = find_plan(argc, argv);
	char symbolizer[PATH_MAX];
	bool named;

	if (getenv("CGF_CHILD")) {
		cgf_surroundings_seed_randomness();
		return;
	}
	if (!plan)
		return;
	named = !cgf_symbolizer_needed() || cgf_symbolizer_find(symbolizer, sizeof(symbolizer));
	cgf_surroundings_set(read_seed(plan), argv[0]);
	_exit(run_supervised(argv, named));
}

void cgf_reexec_configured(char **argv)
{
	const char *seed = getenv("CGF_SEED");

	if (getenv("CGF_CHILD")) {
		cgf_surroundings_seed_randomness();
		return;
	}
	cgf_surroundings_set(seed ? strtoull(seed, NULL, 10) : 0, argv[0]);
	execv("/proc/self/exe", argv);
	fprintf(stderr, "cgofault: harness cannot execute /proc/self/exe: %s\n", strerror(errno));
	_exit(CGF_EXIT_HARNESS);
}
