/*
 * fixed.c: fixed means clean: libFuzzer runs each fixed variant until enough executions counted, which are
 * those where a fault fired, or a collection ran while a call was parked inside C.
 *
 * Prints how often each fault fired in each op. A silence means little where what reveals the bug never
 * happened: the faults that stand in a reproducer of the op's Buggy twin must have fired often, too, one time
 * for CELL_SHARE executions. And each fault and point of the class must have fired somewhere: here, or in a
 * reproducer.
 */
#include "programs.h"

#include "child.h"

#include <getopt.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	RUNS_MAX = 2000, /* of one process: one of a slow class ends within WAIT_MS on a busy machine too */
	WAIT_MS = 600000,
	CELL_SHARE = 100,
	EXECUTIONS_FACTOR = 10, /* executions of a variant, at most, for each that is wanted */
	CELLS_MAX = 1024,
	LONG_ONE_IN = 4,
	SHORT_STEPS = 16,
};

struct options {
	const char *programs, *corpus, *class_name, *build, *keep;
	uint64_t executions;
};

/* One fault in one op; an empty op: in an action of the C side. */
struct cell {
	char op[CGF_NAME_BYTES_MAX], site[CGF_NAME_BYTES_MAX];
	uint64_t fired;
	bool needed;
};

struct tally {
	uint64_t executions, effective, gc_in_call;
	struct cell cells[CELLS_MAX];
	size_t cell_count;
	char sites[CGF_SITES_MAX][CGF_NAME_BYTES_MAX]; /* of the class */
	size_t site_count;
};

static struct cell *cell_find(struct tally *tally, const char *op, const char *site)
{
	struct cell *cell = tally->cells;

	while (cell < tally->cells + tally->cell_count &&
	       (strcmp(cell->op, op) != 0 || strcmp(cell->site, site) != 0))
		cell++;
	if (cell < tally->cells + tally->cell_count)
		return cell;
	if (tally->cell_count == CELLS_MAX)
		test_fail(3, "more than %d pairs of an op and a fault", CELLS_MAX);
	tally->cell_count++;
	snprintf(cell->op, sizeof(cell->op), "%s", op);
	snprintf(cell->site, sizeof(cell->site), "%s", site);
	return cell;
}

/* ---- what the reproducers need ---- */

/* A step of a plan's text: "call A OP 3 late@f.entry#2", "fire ACTION keep@f". */
static void needs_of_step(struct tally *tally, char *line)
{
	char *rest = NULL, *word = strtok_r(line, " \n", &rest);
	char op[CGF_NAME_BYTES_MAX] = "";
	bool call = word && strcmp(word, "call") == 0;

	if (!word || (!call && strcmp(word, "fire") != 0))
		return;
	word = strtok_r(NULL, " \n", &rest);
	if (call && (word = strtok_r(NULL, " \n", &rest)))
		snprintf(op, sizeof(op), "%s", word);
	while ((word = strtok_r(NULL, " \n", &rest))) {
		if (!strchr(word, '@'))
			continue;
		word[strcspn(word, "#")] = '\0';
		cell_find(tally, op, word)->needed = true;
	}
}

static void needs_read(struct tally *tally, const char *corpus, const char *class_name)
{
	char pattern[TEST_PATH_MAX], line[1024];
	glob_t plans;

	snprintf(pattern, sizeof(pattern), "%.300s/%s/repros/*.plan", corpus, class_name);
	if (glob(pattern, 0, NULL, &plans) != 0)
		test_fail(2, "no reproducer matches %s", pattern);
	for (size_t i = 0; i < plans.gl_pathc; i++) {
		FILE *file = fopen(plans.gl_pathv[i], "r");

		while (file && fgets(line, sizeof(line), file))
			needs_of_step(tally, line);
		if (file)
			fclose(file);
	}
	globfree(&plans);
}

/* ---- running ---- */

static void stats_add(struct tally *tally, const struct cgf_stats *stats)
{
	tally->executions += stats->executions;
	tally->effective += stats->effective;
	tally->gc_in_call += stats->gc_in_call;
	tally->site_count = stats->site_count;
	memcpy(tally->sites, stats->sites, sizeof(tally->sites));
	for (unsigned site = 0; site < stats->site_count; site++) {
		for (unsigned op = 0; op < stats->op_count; op++) {
			if (stats->fired[op][site])
				cell_find(tally, stats->ops[op], stats->sites[site])->fired +=
				        stats->fired[op][site];
		}
		if (stats->fired_in_actions[site])
			cell_find(tally, "", stats->sites[site])->fired += stats->fired_in_actions[site];
	}
}

/* One process of the engine; its exit code, or 128 and a signal. Most have short plans: what two calls do to
 * each other takes few steps, and more of them run in a second. */
static int engine_run(const char *program, unsigned seed, unsigned runs, const char *directory)
{
	static struct cgf_capture capture;
	char seed_option[32], runs_option[32], length[32], artifacts[TEST_PATH_MAX];
	char *argv[] = {(char *)program, seed_option, runs_option, artifacts, length, "-len_control=0", NULL};
	const struct cgf_child_request request = {.path = program,
	                                          .argv = argv,
	                                          .captured = CGF_CHILD_STDOUT | CGF_CHILD_STDERR,
	                                          .silent = true,
	                                          .own_group = true,
	                                          .timeout_ms = WAIT_MS};
	unsigned steps = seed % LONG_ONE_IN == 0 ? CGF_STEPS_MAX : SHORT_STEPS;
	int status = 0, error;

	snprintf(seed_option, sizeof(seed_option), "-seed=%u", seed);
	snprintf(runs_option, sizeof(runs_option), "-runs=%u", runs);
	snprintf(length, sizeof(length), "-max_len=%u", 1 + steps * CGF_STEP_BYTES);
	snprintf(artifacts, sizeof(artifacts), "-artifact_prefix=%.200s/", directory);
	capture.pass_to = -1;
	capture.total = 0;
	error = cgf_child_run(&status, &capture, &request);
	cgf_capture_finish(&capture);
	if (error || status) {
		size_t size = strlen(capture.text);
		printf("%s ended with %#x:\n%s\n", program, (unsigned)status,
		       capture.text + (size > 4000 ? size - 4000 : 0));
	}
	return error ? 1 : status;
}

static bool has_fired(const struct tally *tally, const char *site)
{
	for (size_t i = 0; i < tally->cell_count; i++) {
		const struct cell *cell = &tally->cells[i];

		if (strcmp(cell->site, site) == 0 && (cell->fired > 0 || cell->needed))
			return true;
	}
	return false;
}

/* The next fault of the class from this one on that has never fired; site_count: all have. */
static size_t never_fired(const struct tally *tally, size_t from)
{
	while (from < tally->site_count && has_fired(tally, tally->sites[from]))
		from++;
	return from;
}

/* What is still to be done: the op that has to be alone in plans ("" for all of them), and how often. False:
 * nothing. */
static bool work_left(const char **op, const struct tally *tally, uint64_t wanted)
{
	*op = "";
	if (tally->effective < wanted)
		return true;
	for (size_t i = 0; i < tally->cell_count; i++) {
		const struct cell *cell = &tally->cells[i];

		if (cell->needed && cell->fired < wanted / CELL_SHARE) {
			*op = cell->op;
			return true;
		}
	}
	return never_fired(tally, 0) < tally->site_count;
}

static bool variant_run(struct tally *tally, const struct test_target *target, const struct options *options)
{
	static struct cgf_stats stats;
	char program[TEST_PATH_MAX], stats_file[TEST_PATH_MAX];
	uint64_t wanted = options->executions;
	unsigned runs = wanted < RUNS_MAX ? (unsigned)wanted : RUNS_MAX;
	const char *op;
	bool clean = true;

	snprintf(program, sizeof(program), "%.300s/%s/libfuzzer-%s", target->programs, target->set,
	         target->build);
	snprintf(stats_file, sizeof(stats_file), "%.200s/stats", test_directory());
	setenv("CGF_CLASS", target->class_name, 1);
	setenv("CGF_VARIANT", target->variant, 1);
	setenv("CGF_STATS", stats_file, 1);
	for (unsigned seed = 1; clean && work_left(&op, tally, wanted); seed++) {
		if (tally->executions > wanted * EXECUTIONS_FACTOR)
			return false;
		setenv("CGF_OP", op, 1);
		test_stats_make(stats_file);
		clean = engine_run(program, seed, runs, options->keep ? options->keep : test_directory()) ==
		        0;
		test_stats_read(&stats, stats_file);
		stats_add(tally, &stats);
	}
	return clean;
}

static int compare_cells(const void *a, const void *b)
{
	const struct cell *left = a, *right = b;
	int ops = strcmp(left->op, right->op);

	return ops ? ops : strcmp(left->site, right->site);
}

static void tally_print(struct tally *tally, uint64_t wanted)
{
	qsort(tally->cells, tally->cell_count, sizeof(tally->cells[0]), compare_cells);
	for (size_t i = 0; i < tally->cell_count; i++) {
		const struct cell *cell = &tally->cells[i];

		printf("  %-16s %-48s %10llu%s\n", *cell->op ? cell->op : "(action)", cell->site,
		       (unsigned long long)cell->fired,
		       !cell->needed                        ? ""
		       : cell->fired >= wanted / CELL_SHARE ? "  its twin's bug needs it"
		                                            : "  TOO FEW: its twin's bug needs it");
	}
	for (size_t site = 0; (site = never_fired(tally, site)) < tally->site_count; site++)
		printf("  %-16s %-48s NEVER FIRED\n", "", tally->sites[site]);
	fflush(stdout);
}

/* Runs and prints one variant. Is it clean, and did what reveals the bug happen often enough? */
static bool variant_judge(const struct test_target *target, const struct options *options)
{
	static struct tally tally;
	bool passed;

	tally = (struct tally){0};
	needs_read(&tally, options->corpus, target->class_name);
	passed = variant_run(&tally, target, options);
	printf("%s %s %s: %llu executions, %llu of them count, %llu collections inside a call: %s\n",
	       target->class_name, target->variant, target->build, (unsigned long long)tally.executions,
	       (unsigned long long)tally.effective, (unsigned long long)tally.gc_in_call,
	       passed ? "clean" : "FAILED");
	tally_print(&tally, options->executions);
	return passed;
}

static const char usage[] =
        "usage: fixed --programs DIR --corpus DIR [--executions N] [--class C] [--build B] [--keep DIR]\n"
        "Fuzzes the fixed variants until N executions (300000) of each count. --keep: where inputs that "
        "find\n"
        "something are kept. Exit code 0: all are clean; 1: not.\n";

static void options_read(struct options *out, int argc, char **argv)
{
	static const struct option names[] = {{"programs", required_argument, NULL, 'p'},
	                                      {"corpus", required_argument, NULL, 'c'},
	                                      {"executions", required_argument, NULL, 'n'},
	                                      {"class", required_argument, NULL, 'C'},
	                                      {"build", required_argument, NULL, 'b'},
	                                      {"keep", required_argument, NULL, 'k'},
	                                      {NULL, 0, NULL, 0}};
	int option;

	*out = (struct options){.executions = 300000};
	while ((option = getopt_long(argc, argv, "", names, NULL)) >= 0) {
		switch (option) {
		case 'p':
			out->programs = optarg;
			break;
		case 'c':
			out->corpus = optarg;
			break;
		case 'n':
			out->executions = strtoull(optarg, NULL, 10);
			break;
		case 'C':
			out->class_name = optarg;
			break;
		case 'b':
			out->build = optarg;
			break;
		case 'k':
			out->keep = optarg;
			break;
		default:
			test_fail(2, "%s", usage);
		}
	}
	if (optind != argc || !out->programs || !out->corpus || out->executions < CELL_SHARE)
		test_fail(2, "%s", usage);
}

/* Judges the class's fixed variant in all builds that are asked for; adds up how many. */
static void class_judge(unsigned *judged, unsigned *failed, const struct test_class *class,
                        const struct options *options)
{
	const char *builds[TEST_BUILDS_MAX];
	size_t count = test_builds_of(builds, options->build ? options->build : class->builds);
	char program[32];

	for (size_t i = 0; i < count; i++) {
		const struct test_target target = {.programs = options->programs,
		                                   .set = class->set,
		                                   .class_name = class->name,
		                                   .variant = class->variants[class->variant_count - 1],
		                                   .build = builds[i]};
		snprintf(program, sizeof(program), "libfuzzer-%s", target.build);
		if (strncmp(target.variant, "fixed", 5) != 0 ||
		    (options->build && strcmp(options->build, target.build) != 0) ||
		    !test_program_exists(options->programs, class->set, program))
			continue;
		(*judged)++;
		*failed += !variant_judge(&target, options);
	}
}

int main(int argc, char **argv)
{
	static struct test_class classes[TEST_CLASSES_MAX];
	struct options options;
	unsigned failed = 0, judged = 0;
	size_t count;

	options_read(&options, argc, argv);
	count = test_classes_find(classes, options.programs, options.class_name);
	for (size_t i = 0; i < count; i++)
		if (strcmp(classes[i].name, "canary") != 0 && !test_set_is_for_tests(classes[i].set))
			class_judge(&judged, &failed, &classes[i], &options);
	if (!judged)
		test_fail(2, "no fixed variant of this class and build was built");
	return failed > 0;
}
