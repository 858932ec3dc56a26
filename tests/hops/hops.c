/*
 * hops.c: does every hop that a plan asks for happen, none for a caller that the program locked to its
 * thread, and none unasked? The core itself ends a process where a hop did not happen, or one did that nobody
 * asked for. And does ThreadSanitizer stay silent while callers that have no bug change their threads?
 */
#include "programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALLS = 60, HOPS_A_CALL = 2, BATCH = 16, EXECUTIONS_A_HOP = 10 };

static void plan_write(const char *path, const char *op, bool hop)
{
	static char text[CGF_TEXT_BYTES_MAX];
	size_t length = (size_t)snprintf(text, sizeof(text), "cgofault plan 1\nclass: selftest\n\n");

	for (unsigned i = 0; i < CALLS; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "call %c %s%s\n",
		                           "ABCD"[i % 4], op,
		                           hop ? " 0 hop@selftest_note hop@selftest_note#2" : "");
	test_file_write(path, text, length);
}

/* Runs plans of one op until enough hops were asked for; returns how many did not end as they must. */
static unsigned hops_run(const struct test_target *target, const char *op, unsigned hops, bool locked,
                         const char *how)
{
	static struct cgf_stats stats;
	char plan[TEST_PATH_MAX], stats_file[TEST_PATH_MAX], *files[BATCH + 1] = {0};
	uint64_t asked = 0, plans = 0;
	struct cgf_verdict verdict = {0};
	bool ended = true;

	snprintf(plan, sizeof(plan), "%.200s/hops.plan", test_directory());
	snprintf(stats_file, sizeof(stats_file), "%.200s/stats", test_directory());
	plan_write(plan, op, true);
	test_stats_make(stats_file);
	for (unsigned i = 0; i < BATCH; i++)
		files[i] = plan;
	while (ended && plans * CALLS * HOPS_A_CALL < hops) {
		ended = test_batch(&verdict, NULL, target, files, false, stats_file) == BATCH;
		plans += BATCH;
	}
	test_stats_read(&stats, stats_file);
	for (unsigned i = 0; i < CGF_OPS_MAX; i++)
		for (unsigned site = 0; site < CGF_SITES_MAX; site++)
			asked += stats.fired[i][site];
	printf("%-5s %-5s %-14s %6llu hops asked for, %6llu happened, %6llu refused: %s\n", target->build,
	       how, op, (unsigned long long)asked, (unsigned long long)(asked - stats.hops_refused),
	       (unsigned long long)stats.hops_refused, ended ? "no failure" : verdict.name);
	fflush(stdout);
	return !ended || asked < hops || stats.hops_refused != (locked ? asked : 0);
}

static unsigned build_run(const struct test_target *target, unsigned hops)
{
	unsigned failed = 0;

	for (int busy = 0; busy < 2; busy++) {
		const char *how = busy ? "busy" : "idle";
		if (busy)
			test_busy_begin();
		failed += hops_run(target, "two_calls", hops, false, how);
		failed += hops_run(target, "locked_thread", hops, true, how);
		test_busy_end();
	}
	return failed;
}

/* ---- hops under ThreadSanitizer ---- */

enum { RANDOM_PLANS = 200, RANDOM_CALLS = 6 };

struct op {
	const char *name, *faults[4];
};

/* Ops that share memory with no bug, and what may happen to their calls besides the first fault, a hop. */
static const struct op clean_ops[] = {
        {"share", {"hop@selftest_share_locked", "late@selftest_share_locked.inside"}},
        {"two_calls", {"hop@selftest_note", "late@selftest_note.entry", "late@selftest_note.entry#2"}},
        {"mutex_again", {"hop@selftest_work", "late@selftest_work.entry", "hop@selftest_work#2"}}};

static void random_plan_write(const char *path, uint64_t *random)
{
	static char text[CGF_TEXT_BYTES_MAX];
	size_t length = (size_t)snprintf(text, sizeof(text), "cgofault plan 1\nclass: selftest\n\n");

	for (unsigned i = 0; i < RANDOM_CALLS; i++) {
		const struct op *op = &clean_ops[test_random(random) % (sizeof(clean_ops) / sizeof(*op))];

		length += (size_t)snprintf(text + length, sizeof(text) - length, "call %c %s 1 %s",
		                           "ABC"[i % 3], op -> name, op -> faults[0]);
		for (unsigned at = 1; op->faults[at]; at++)
			if (test_random(random) % 2)
				length += (size_t)snprintf(text + length, sizeof(text) - length, " %s",
				                           op->faults[at]);
		length += (size_t)snprintf(text + length, sizeof(text) - length, "\nresume %c\n",
		                           "ABC"[test_random(random) % 3]);
	}
	test_file_write(path, text, length);
}

/* Executions of random plans, all with hops; returns how many processes did not end as they must. */
static unsigned silent_run(const struct test_target *target, unsigned executions)
{
	static struct cgf_stats stats;
	static char paths[RANDOM_PLANS][TEST_PATH_MAX];
	static char *files[TEST_BATCH_MAX + 1];
	char stats_file[TEST_PATH_MAX];
	uint64_t hops = 0, random = 1;
	struct cgf_verdict verdict = {0};
	bool ended = true;

	for (unsigned i = 0; i < RANDOM_PLANS; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%.200s/random%u.plan", test_directory(), i);
		random_plan_write(paths[i], &random);
	}
	snprintf(stats_file, sizeof(stats_file), "%.200s/stats", test_directory());
	test_stats_make(stats_file);
	for (unsigned done = 0; ended && done < executions;) {
		unsigned count =
		        executions - done < TEST_BATCH_MAX - 1 ? executions - done : TEST_BATCH_MAX - 1;

		for (unsigned i = 0; i < count; i++)
			files[i] = paths[(done + i) % RANDOM_PLANS];
		files[count] = NULL;
		ended = test_batch(&verdict, NULL, target, files, false, stats_file) == count;
		done += count;
	}
	test_stats_read(&stats, stats_file);
	for (unsigned op = 0; op < CGF_OPS_MAX; op++)
		for (unsigned site = 0; site < CGF_SITES_MAX; site++)
			if (strncmp(stats.sites[site], "hop@", 4) == 0)
				hops += stats.fired[op][site];
	printf("%-5s %llu executions of ops with no bug, with %llu hops: %s\n", target->build,
	       (unsigned long long)stats.executions, (unsigned long long)hops,
	       ended ? "silent" : verdict.name);
	return !ended || hops < executions;
}

int main(int argc, char **argv)
{
	const char *builds[TEST_BUILDS_MAX];
	size_t count = test_builds_of(builds, "");
	unsigned hops = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 10000, failed = 0;
	char program[32];

	if (argc < 2 || argc > 3 || hops == 0)
		test_fail(2, "usage: hops PROGRAMS [HOPS]  (PROGRAMS: build/programs)");
	for (unsigned i = 0; i < count; i++) {
		const struct test_target target = {argv[1], "selftest", "selftest", "fixed", builds[i], NULL};
		snprintf(program, sizeof(program), "replay-%s", builds[i]);
		if (test_program_exists(argv[1], "selftest", program))
			failed += build_run(&target, hops);
		else
			printf("%s: skipped, there is no such program\n", program);
		if (strcmp(builds[i], "tsan") == 0 && test_program_exists(argv[1], "selftest", program))
			failed += silent_run(&target, EXECUTIONS_A_HOP * hops);
	}
	return failed > 0;
}
