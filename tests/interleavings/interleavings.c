/*
 * interleavings.c: does the harness hide an order that the program has, or make one that it has not? Two
 * callers share C memory. With a mutex of the library around it ThreadSanitizer must be silent in every
 * interleaving; without, it must report each one whose calls overlap, and be silent where one call ends
 * before the other begins.
 */
#include "programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALLERS = 2, POINTS_MAX = 3, ORDERS_MAX = 2 * (POINTS_MAX + 1) };

struct op {
	const char *variant, *function;
	unsigned point_count;
	const char *points[POINTS_MAX];
};

static const struct op locked = {"fixed", "selftest_share_locked", 3, {"entry", "inside", "return"}};
static const struct op unlocked = {"buggy", "selftest_share_unlocked", 2, {"entry", "inside"}};

/* Which points each caller parks at, and whose turn each step is. */
struct interleaving {
	unsigned parks[CALLERS]; /* a bit for each point */
	unsigned steps;
	unsigned turns[ORDERS_MAX];
};

static unsigned steps_of(unsigned parks)
{
	return 1 + (unsigned)__builtin_popcount(parks);
}

/* A caller's first step calls the op, the others resume it. */
static void plan_write(const char *path, const struct op *op, const struct interleaving *way)
{
	static char text[CGF_TEXT_BYTES_MAX];
	size_t length = (size_t)snprintf(text, sizeof(text), "cgofault plan 1\nclass: selftest\n\n");
	bool begun[CALLERS] = {false};

	for (unsigned i = 0; i < way->steps; i++) {
		unsigned caller = way->turns[i];

		length += (size_t)snprintf(text + length, sizeof(text) - length,
		                           begun[caller] ? "resume %c" : "call %c share 1", "AB"[caller]);
		for (unsigned point = 0; !begun[caller] && point < op->point_count; point++)
			if (way->parks[caller] >> point & 1)
				length += (size_t)snprintf(text + length, sizeof(text) - length,
				                           " late@%s.%s", op->function, op->points[point]);
		length += (size_t)snprintf(text + length, sizeof(text) - length, "\n");
		begun[caller] = true;
	}
	test_file_write(path, text, length);
}

/* Did each call begin before the other one ended? */
static bool overlaps(const struct interleaving *way)
{
	unsigned begins[CALLERS] = {0}, ends[CALLERS] = {0};
	bool begun[CALLERS] = {false};

	for (unsigned i = 0; i < way->steps; i++) {
		unsigned caller = way->turns[i];

		if (!begun[caller])
			begins[caller] = i;
		begun[caller] = true;
		ends[caller] = i;
	}
	return begins[0] < ends[1] && begins[1] < ends[0];
}

/* Turns the number of an order into turns: bit i says whose the step i is. False where the callers' numbers
 * of steps are others. */
static bool order_take(struct interleaving *way, unsigned number)
{
	way->steps = steps_of(way->parks[0]) + steps_of(way->parks[1]);
	if (number >> way->steps || (unsigned)__builtin_popcount(number) != steps_of(way->parks[1]))
		return false;
	for (unsigned i = 0; i < way->steps; i++)
		way->turns[i] = number >> i & 1;
	return true;
}

/* Calls `take` with each interleaving of the op. */
static void each_interleaving(const struct op *op, void (*take)(const struct interleaving *, void *),
                              void *data)
{
	struct interleaving way;

	for (way.parks[0] = 0; way.parks[0] < 1U << op->point_count; way.parks[0]++)
		for (way.parks[1] = 0; way.parks[1] < 1U << op->point_count; way.parks[1]++)
			for (unsigned number = 0; number < 1U << ORDERS_MAX; number++)
				if (order_take(&way, number))
					take(&way, data);
}

struct counts {
	const struct test_target *target;
	unsigned overlapping, reported, apart, silent, failed;
	char *files[TEST_BATCH_MAX + 1];
	size_t file_count;
};

/* A report ends the process, so each has its own. */
static void run_unlocked(const struct interleaving *way, void *data)
{
	struct counts *counts = data;
	char file[TEST_PATH_MAX];
	struct cgf_verdict verdict;

	snprintf(file, sizeof(file), "%.200s/unlocked.plan", test_directory());
	plan_write(file, &unlocked, way);
	test_replay(&verdict, counts->target, file, false);
	if (overlaps(way)) {
		counts->overlapping++;
		counts->reported += strcmp(verdict.name, "tsan/data-race") == 0;
	} else {
		counts->apart++;
		counts->silent += strcmp(verdict.name, "none") == 0;
	}
}

static void run_batch(struct counts *counts)
{
	struct cgf_verdict verdict;
	size_t ended;

	counts->files[counts->file_count] = NULL;
	ended = test_batch(&verdict, NULL, counts->target, counts->files, false, NULL);
	if (ended != counts->file_count) {
		printf("interleaving %zu with a mutex: %s at=%s\n", ended, verdict.name, verdict.at);
		counts->failed++;
	}
	counts->silent += (unsigned)ended;
	while (counts->file_count)
		free(counts->files[--counts->file_count]);
}

static void collect_locked(const struct interleaving *way, void *data)
{
	struct counts *counts = data;
	char file[TEST_PATH_MAX];

	snprintf(file, sizeof(file), "%.200s/%u.plan", test_directory(), counts->overlapping++);
	plan_write(file, &locked, way);
	counts->files[counts->file_count++] = strdup(file);
	if (counts->file_count == TEST_BATCH_MAX)
		run_batch(counts);
}

int main(int argc, char **argv)
{
	struct test_target target = {argc == 2 ? argv[1] : "", "selftest", "selftest",
	                             unlocked.variant,         "tsan",     NULL};
	static struct counts without, with;

	if (argc != 2)
		test_fail(2, "usage: interleavings PROGRAMS  (PROGRAMS: build/programs)");
	if (!test_program_exists(argv[1], "selftest", "replay-tsan")) {
		printf("skipped: there is no replay-tsan\n");
		return 77;
	}
	without.target = with.target = &target;
	each_interleaving(&unlocked, run_unlocked, &without);
	printf("no mutex: %u of %u overlapping interleavings reported, %u of %u others silent\n",
	       without.reported, without.overlapping, without.silent, without.apart);
	target.variant = locked.variant;
	each_interleaving(&locked, collect_locked, &with);
	run_batch(&with);
	printf("a mutex: %u of %u interleavings silent\n", with.silent, with.overlapping);
	return without.reported != without.overlapping || without.silent != without.apart || with.failed;
}
