/*
 * replays.c: does the same plan give the same verdict and the same trace, always?
 *
 * Makes random plans that nobody chose, over all classes that were built, and replays each in fresh
 * processes: also while every core has other work, and with one core alone. --in-process runs the same plans
 * in one process after others, where the verdict must agree, and says how many traces do.
 */
#include "programs.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KINDS_MAX = 64, STEPS_RANDOM_MAX = 48, BYTES_MAX = 1 + CGF_STEP_BYTES * CGF_STEPS_MAX };

struct options {
	const char *programs, *only, *only_build, *only_variant, *keep;
	uint64_t seed;
	unsigned plans, times, others;
	bool busy, pin, in_process, verbose;
};

/* What came of one plan. */
struct outcome {
	struct test_target target;
	char file[TEST_PATH_MAX];
	struct cgf_verdict verdict; /* of its first replay */
};

struct tally {
	unsigned plans, agree, verdicts_differ, traces_differ, harness, replays;
	unsigned busy_plans, busy_agree, pinned_plans, pinned_agree;
	struct {
		char name[CGF_VERDICT_WORD_BYTES_MAX];
		unsigned count;
	} kinds[KINDS_MAX];
};

static struct test_class classes[TEST_CLASSES_MAX];
static size_t class_count;
static struct tally tally;

static void usage(FILE *to)
{
	fputs("usage: replays [--programs DIR] [--plans N] [--times K] [--seed S] [--busy] [--pin]\n"
	      "               [--in-process] [--others N] [--only CLASS|SET] [--build B] [--variant V]\n"
	      "               [--keep DIR] [--verbose]\n"
	      "Replays N random plans K times each in fresh processes, and compares verdict and trace.\n"
	      "--busy: half of them with other work on every core. --pin: every fourth on one core alone.\n"
	      "--in-process: compares with the same plans in one process after N others (1000).\n"
	      "--keep: where plans that disagree are kept; with --verbose, all. Exit code 0: all agree; 1: "
	      "not.\n",
	      to);
}

static void options_read(struct options *out, int argc, char **argv)
{
	static const struct option names[] = {{"programs", required_argument, NULL, 'p'},
	                                      {"plans", required_argument, NULL, 'n'},
	                                      {"times", required_argument, NULL, 't'},
	                                      {"seed", required_argument, NULL, 's'},
	                                      {"busy", no_argument, NULL, 'b'},
	                                      {"pin", no_argument, NULL, 'i'},
	                                      {"in-process", no_argument, NULL, 'I'},
	                                      {"others", required_argument, NULL, 'O'},
	                                      {"only", required_argument, NULL, 'o'},
	                                      {"build", required_argument, NULL, 'B'},
	                                      {"variant", required_argument, NULL, 'V'},
	                                      {"keep", required_argument, NULL, 'k'},
	                                      {"verbose", no_argument, NULL, 'v'},
	                                      {"help", no_argument, NULL, 'h'},
	                                      {NULL, 0, NULL, 0}};
	int option;

	*out = (struct options){
	        .programs = "build/programs", .seed = 1, .plans = 40, .times = 5, .others = 1000};
	while ((option = getopt_long(argc, argv, "", names, NULL)) >= 0) {
		switch (option) {
		case 'p':
			out->programs = optarg;
			break;
		case 'n':
			out->plans = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 't':
			out->times = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 's':
			out->seed = strtoull(optarg, NULL, 10);
			break;
		case 'b':
			out->busy = true;
			break;
		case 'i':
			out->pin = true;
			break;
		case 'I':
			out->in_process = true;
			break;
		case 'O':
			out->others = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 'o':
			out->only = optarg;
			break;
		case 'B':
			out->only_build = optarg;
			break;
		case 'V':
			out->only_variant = optarg;
			break;
		case 'k':
			out->keep = optarg;
			break;
		case 'v':
			out->verbose = true;
			break;
		case 'h':
			usage(stdout);
			exit(0);
		default:
			usage(stderr);
			exit(2);
		}
	}
	if (optind != argc || out->plans == 0 || out->times == 0 || out->others > TEST_BATCH_MAX - 2) {
		usage(stderr);
		exit(2);
	}
}

/* ---- plans that nobody chose ---- */

/* The classes of a set stand together, and a few plans are to reach other sets too. A prime above
 * TEST_CLASSES_MAX: every class has its turn. */
enum { CLASS_STRIDE = 37 };

/* Every second plan is of the class made for this, the others take turns. */
static const struct test_class *class_choose(unsigned number)
{
	for (size_t i = 0; number % 2 == 0 && i < class_count; i++) {
		if (strcmp(classes[i].name, "selftest") == 0)
			return &classes[i];
	}
	return &classes[(size_t)number / 2 * CLASS_STRIDE % class_count];
}

static const char *build_choose(const struct options *options, const struct test_class *class,
                                uint64_t random)
{
	const char *builds[TEST_BUILDS_MAX];
	size_t count = test_builds_of(builds, class->builds);
	char program[32];

	if (options->only_build)
		return options->only_build;
	for (unsigned i = 0; i < count; i++) {
		const char *build = builds[(random + i) % count];
		snprintf(program, sizeof(program), "replay-%s", build);
		if (test_program_exists(options->programs, class->set, program))
			return build;
	}
	test_fail(2, "no replay program of the set %s in %s", class->set, options->programs);
}

static void plan_make(struct outcome *out, const struct options *options, unsigned number, uint64_t *random)
{
	const struct test_class *class = class_choose(number);
	uint8_t bytes[BYTES_MAX];
	size_t size = 1 + CGF_STEP_BYTES * (1 + test_random(random) % STEPS_RANDOM_MAX);
	char raw[TEST_PATH_MAX];
	char *const raw_files[] = {raw, NULL};
	int code;

	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(test_random(random) >> 32);
	out->target =
	        (struct test_target){.programs = options->programs,
	                             .set = class->set,
	                             .class_name = class->name,
	                             .variant = class->variants[test_random(random) % class->variant_count],
	                             .build = build_choose(options, class, test_random(random))};
	if (options->only_variant)
		out->target.variant = options->only_variant;
	snprintf(raw, sizeof(raw), "%.200s/%u.bin", test_directory(), number);
	snprintf(out->file, sizeof(out->file), "%.200s/%u.plan", test_directory(), number);
	test_file_write(raw, bytes, size);
	code = test_show(&out->target, raw_files, true, out->file);
	if (code)
		test_fail(3, "replay --show ends with %d for %s", code, raw);
	unlink(raw);
}

/* ---- fresh processes ---- */

static void kind_count(const char *name)
{
	unsigned i = 0;

	while (i < KINDS_MAX - 1 && *tally.kinds[i].name && strcmp(tally.kinds[i].name, name) != 0)
		i++;
	snprintf(tally.kinds[i].name, sizeof(tally.kinds[i].name), "%s", name);
	tally.kinds[i].count++;
}

static void plan_keep(const struct options *options, const struct outcome *outcome, unsigned number,
                      const char *why)
{
	static char text[CGF_TEXT_BYTES_MAX];
	char path[TEST_PATH_MAX];
	size_t size;

	printf("%s: plan %u, %s %s %s: %s at=%s trace=%s\n", why, number, outcome->target.class_name,
	       outcome->target.variant, outcome->target.build, outcome->verdict.name, outcome->verdict.at,
	       outcome->verdict.trace);
	fflush(stdout);
	if (!options->keep)
		return;
	mkdir(options->keep, 0777);
	snprintf(path, sizeof(path), "%.200s/%s-%u-%s-%s-%s.plan", options->keep, why, number,
	         outcome->target.class_name, outcome->target.variant, outcome->target.build);
	size = test_file_read(text, sizeof(text), outcome->file);
	test_file_write(path, text, size);
}

static bool same_verdict(const struct cgf_verdict *a, const struct cgf_verdict *b)
{
	return cgf_verdict_same(a, b);
}

/* Replays one plan in fresh processes. */
static void plan_replay(struct outcome *outcome, const struct options *options, unsigned number)
{
	unsigned verdicts = 0, traces = 0, harness = 0;
	bool busy = options->busy && number / 2 % 2, pinned = options->pin && number % 4 >= 3;
	struct cgf_verdict verdict;

	if (busy)
		test_busy_begin();
	test_pin(pinned ? (int)(number / 4 % (unsigned)sysconf(_SC_NPROCESSORS_ONLN)) : -1);
	for (unsigned i = 0; i < options->times; i++) {
		harness += test_replay(&verdict, &outcome->target, outcome->file, false) == 3;
		if (i == 0)
			outcome->verdict = verdict;
		verdicts += !same_verdict(&verdict, &outcome->verdict);
		traces += strcmp(verdict.trace, outcome->verdict.trace) != 0;
		if (options->verbose)
			printf("%u %s at=%s trace=%s\n", number, verdict.name, verdict.at, verdict.trace);
	}
	test_pin(-1);
	test_busy_end();
	tally.plans++;
	tally.replays += options->times;
	tally.busy_plans += busy;
	tally.pinned_plans += pinned;
	tally.harness += harness > 0;
	tally.verdicts_differ += verdicts > 0;
	tally.traces_differ += traces > 0;
	if (!verdicts && !traces && !harness) {
		tally.agree++;
		tally.busy_agree += busy;
		tally.pinned_agree += pinned;
	}
	kind_count(outcome->verdict.name);
	if (options->verbose && options->keep)
		plan_keep(options, outcome, number, "plan");
	if (harness)
		plan_keep(options, outcome, number, "harness");
	else if (verdicts)
		plan_keep(options, outcome, number, "verdict");
	else if (traces)
		plan_keep(options, outcome, number, "trace");
}

/* ---- one process ---- */

struct in_process {
	unsigned plans, verdicts_agree, traces_agree;
};

static bool quiet(const struct outcome *outcome)
{
	return strcmp(outcome->verdict.name, "none") == 0;
}

static bool same_program(const struct outcome *a, const struct outcome *b)
{
	return strcmp(a->target.class_name, b->target.class_name) == 0 &&
	       strcmp(a->target.variant, b->target.variant) == 0 &&
	       strcmp(a->target.build, b->target.build) == 0;
}

/* Runs one plan in a process that has run others, which found nothing, before it. */
static void plan_after_others(struct in_process *sum, const struct options *options,
                              const struct outcome *outcomes, unsigned number)
{
	static char *files[TEST_BATCH_MAX];
	static uint32_t traces[TEST_BATCH_MAX];
	const struct outcome *outcome = &outcomes[number];
	struct cgf_verdict verdict;
	size_t count = 0, ended;
	char trace[16] = "";

	for (unsigned i = 0; i < options->plans; i++) {
		if (quiet(&outcomes[i]) && i != number && same_program(outcome, &outcomes[i]))
			files[count++] = (char *)outcomes[i].file;
		if (count == options->others)
			break;
		if (i == options->plans - 1 && count > 0 && count < options->others)
			i = UINT32_MAX; /* and once more from the first */
	}
	files[count++] = (char *)outcome->file;
	files[count] = NULL;
	ended = test_batch(&verdict, traces, &outcome->target, files, false, NULL);
	if (ended == count)
		snprintf(trace, sizeof(trace), "%08x", traces[count - 1]);
	sum->plans++;
	sum->traces_agree += !quiet(outcome) || strcmp(trace, outcome->verdict.trace) == 0;
	if (ended >= count - 1 &&
	    (quiet(outcome) ? ended == count : cgf_verdict_same(&verdict, &outcome->verdict))) {
		sum->verdicts_agree++;
		return;
	}
	printf("after %zu of %zu others: %s at=%s %s\n", ended, count - 1, verdict.name, verdict.at,
	       verdict.keys);
	plan_keep(options, outcome, number, "in-process");
}

static int in_process(const struct options *options, const struct outcome *outcomes)
{
	struct in_process sum = {0};

	for (unsigned i = 0; i < options->plans; i++) {
		/* What runs leave in the process is what this class is about. */
		if (strcmp(outcomes[i].target.class_name, "state") != 0)
			plan_after_others(&sum, options, outcomes, i);
	}
	printf("in one process after others: %u plans, the verdict of %u agrees, the trace of %u\n",
	       sum.plans, sum.verdicts_agree, sum.traces_agree);
	return sum.verdicts_agree != sum.plans;
}

int main(int argc, char **argv)
{
	struct options options;
	struct outcome *outcomes;
	uint64_t random;
	int code;

	options_read(&options, argc, argv);
	class_count = test_classes_find(classes, options.programs, options.only);
	random = options.seed;
	outcomes = calloc(options.plans, sizeof(*outcomes));
	if (!outcomes)
		test_fail(3, "no memory for %u plans", options.plans);
	for (unsigned i = 0; i < options.plans; i++) {
		plan_make(&outcomes[i], &options, i, &random);
		plan_replay(&outcomes[i], &options, i);
	}
	for (unsigned i = 0; i < KINDS_MAX && tally.kinds[i].count; i++)
		printf("%6u %s\n", tally.kinds[i].count, tally.kinds[i].name);
	printf("%u of %u plans agree in %u replays each; the verdict of %u differs, the trace of %u; the "
	       "harness failed in %u\n",
	       tally.agree, tally.plans, options.times, tally.verdicts_differ, tally.traces_differ,
	       tally.harness);
	printf("busy: %u of %u agree; one core: %u of %u\n", tally.busy_agree, tally.busy_plans,
	       tally.pinned_agree, tally.pinned_plans);
	fflush(stdout);
	code = tally.agree != tally.plans;
	if (options.in_process)
		code |= in_process(&options, outcomes);
	free(outcomes);
	return code;
}
