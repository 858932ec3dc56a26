/*
 * sweep_order.c: what comes next, and what is left. See sweep.h.
 */
#include "sweep.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* How early a single comes: 0 first; SIZE_MAX not at all. */
static size_t rank(const struct cgf_own_sweep *sweep, const struct cgf_own_test *tests, size_t single)
{
	const struct cgf_own_single *its = &sweep->singles[single];
	const struct cgf_own_group *group = &sweep->groups[its->group];
	unsigned tries = sweep->tries[its->key];

	if (its->done || its->taken || *tests[group->test].left_out != '\0')
		return SIZE_MAX;
	if (group->loud)
		return tries;
	/* A question changes nothing: what was asked together need not be asked alone. */
	if (sweep->faults[single].kind == CGF_OWN_KEPT)
		return SIZE_MAX;
	return tries == 0 ? SIZE_MAX / 4 : sweep->rest ? SIZE_MAX / 2 + tries : SIZE_MAX;
}

static bool is_to_run(const struct cgf_own_group *group, const struct cgf_own_test *tests)
{
	return !group->done && !group->taken && group->alone < group->count &&
	       *tests[group->test].left_out == '\0';
}

static bool is_late(const struct cgf_own_sweep *sweep, const struct cgf_own_group *group)
{
	return cgf_own_fault_is_late(sweep->faults[group->first].kind);
}

/* Does somebody run late calls of the test? They may show that nothing would see those of the group. */
static bool is_to_wait(const struct cgf_own_sweep *sweep, const struct cgf_own_group *group)
{
	for (size_t i = 0; is_late(sweep, group) && i < sweep->group_count; i++)
		if (sweep->groups[i].taken && sweep->groups[i].test == group->test &&
		    is_late(sweep, &sweep->groups[i]))
			return true;
	return false;
}

/* The first group that has not been run, or NULL. */
static const struct cgf_own_group *next_group(const struct cgf_own_sweep *sweep,
                                              const struct cgf_own_test *tests)
{
	for (size_t i = 0; i < sweep->group_count; i++)
		if (is_to_run(&sweep->groups[i], tests) && !is_to_wait(sweep, &sweep->groups[i]))
			return &sweep->groups[i];
	return NULL;
}

/* The single that comes first, of groups that have been run, and its rank. */
static size_t next_single(size_t *best_rank, const struct cgf_own_sweep *sweep,
                          const struct cgf_own_test *tests)
{
	size_t best = 0;

	*best_rank = SIZE_MAX;
	for (size_t i = 0; i < sweep->single_count && *best_rank > 0; i++) {
		size_t its = sweep->groups[sweep->singles[i].group].done ? rank(sweep, tests, i) : SIZE_MAX;

		if (its < *best_rank) {
			best = i;
			*best_rank = its;
		}
	}
	return best;
}

bool cgf_own_sweep_next(struct cgf_own_trial *out, const struct cgf_own_sweep *sweep,
                        const struct cgf_own_test *tests)
{
	const struct cgf_own_group *group = next_group(sweep, tests);
	bool quick = group && tests[group->test].ms < CGF_OWN_SLOW_MS;
	size_t best_rank = SIZE_MAX, best = quick ? 0 : next_single(&best_rank, sweep, tests);

	/* What is known to be loud is looked at before slow tests take the time that is left. */
	if (group && (quick || best_rank > 0)) {
		*out = (struct cgf_own_trial){group->test, group->first, group->count,
		                              (size_t)(group - sweep->groups)};
		return true;
	}
	if (best_rank == SIZE_MAX)
		return false;
	*out = (struct cgf_own_trial){sweep->groups[sweep->singles[best].group].test, best, 1,
	                              sweep->singles[best].group};
	return true;
}

bool cgf_own_sweep_is_many(const struct cgf_own_sweep *sweep, const struct cgf_own_trial *trial,
                           const struct cgf_own_test *tests)
{
	return sweep->groups[trial->group].many && tests[trial->test].many_max > 1;
}

/* Is a single with the same key among the trials? */
static bool has_key(const struct cgf_own_trial *trials, size_t count, const struct cgf_own_sweep *sweep,
                    size_t key)
{
	for (size_t i = 0; i < count; i++)
		if (trials[i].count == 1 && sweep->singles[trials[i].first].key == key)
			return true;
	return false;
}

/* The steps in which singles come: of loud groups, of keys that nobody has tried, and all others. */
static int step_of(size_t rank)
{
	return rank < SIZE_MAX / 4 ? 0 : rank < SIZE_MAX / 2 ? 1 : rank < SIZE_MAX ? 2 : 3;
}

static size_t add_groups(struct cgf_own_trial *trials, size_t max, const struct cgf_own_sweep *sweep,
                         const struct cgf_own_test *tests)
{
	size_t count = 1;

	for (size_t i = 0; i < sweep->group_count && count < max; i++) {
		const struct cgf_own_group *group = &sweep->groups[i];

		if (i != trials[0].group && group->test == trials[0].test && group->many &&
		    is_to_run(group, tests))
			trials[count++] = (struct cgf_own_trial){group->test, group->first, group->count, i};
	}
	return count;
}

static size_t add_singles(struct cgf_own_trial *trials, size_t max, const struct cgf_own_sweep *sweep,
                          const struct cgf_own_test *tests)
{
	int step = step_of(rank(sweep, tests, trials[0].first));
	size_t count = 1;

	for (size_t i = 0; i < sweep->single_count && count < max; i++) {
		const struct cgf_own_single *single = &sweep->singles[i];
		const struct cgf_own_group *group = &sweep->groups[single->group];

		/* One try of a key is enough where all of its group were silent together. */
		if (i == trials[0].first || group->test != trials[0].test || !group->many || !group->done ||
		    step_of(rank(sweep, tests, i)) != step ||
		    (!group->loud && has_key(trials, count, sweep, single->key)))
			continue;
		trials[count++] = (struct cgf_own_trial){group->test, i, 1, single->group};
	}
	return count;
}

size_t cgf_own_sweep_add_many(struct cgf_own_trial *trials, size_t max, const struct cgf_own_sweep *sweep,
                              const struct cgf_own_test *tests)
{
	return sweep->groups[trials[0].group].done ? add_singles(trials, max, sweep, tests)
	                                           : add_groups(trials, max, sweep, tests);
}

void cgf_own_sweep_take(struct cgf_own_sweep *sweep, const struct cgf_own_trial *trial)
{
	struct cgf_own_single *single = &sweep->singles[trial->first];

	if (sweep->groups[trial->group].done) {
		single->taken = true;
		sweep->tries[single->key]++;
	} else {
		sweep->groups[trial->group].taken = true;
	}
}

void cgf_own_sweep_give_back(struct cgf_own_sweep *sweep, const struct cgf_own_trial *trial)
{
	struct cgf_own_single *single = &sweep->singles[trial->first];

	sweep->groups[trial->group].taken = false;
	sweep->tries[single->key] -= single->taken;
	single->taken = false;
}

void cgf_own_sweep_note(struct cgf_own_sweep *sweep, const struct cgf_own_trial *trial, bool silent)
{
	struct cgf_own_group *group = &sweep->groups[trial->group];

	if (!group->done || trial->count == group->count) {
		group->done = true;
		group->loud = group->loud || !silent;
	}
	/* One at which nobody was there has tried nothing. */
	if (trial->count > 1 || sweep->singles[trial->first].done)
		return;
	sweep->singles[trial->first].done = true;
	sweep->tries[sweep->singles[trial->first].key]++;
}

/* Is it one of these lines? */
static bool is_told(const char *lines, const struct cgf_own_fault *fault)
{
	char word[CGF_OWN_FAULT_BYTES_MAX];
	size_t length = cgf_own_fault_write(word, sizeof(word), fault);

	for (const char *at = lines; (at = strstr(at, word)); at += length)
		if ((at == lines || at[-1] == '\n') && at[length] == '\n')
			return true;
	return false;
}

static bool are_alike(const struct cgf_own_fault *a, const struct cgf_own_fault *b)
{
	return a->number == b->number && strcmp(a->function, b->function) == 0 &&
	       (a->kind == b->kind || (cgf_own_fault_is_late(a->kind) && cgf_own_fault_is_late(b->kind)));
}

/* What nothing sees in the test need not be tried; a call is late alone at both of its ends. */
static void leave_alone(struct cgf_own_sweep *sweep, size_t test, const struct cgf_own_fault *fault)
{
	for (size_t i = 0; i < sweep->single_count; i++) {
		struct cgf_own_single *single = &sweep->singles[i];

		if (sweep->groups[single->group].test != test || single->done ||
		    !are_alike(&sweep->faults[i], fault))
			continue;
		single->done = true;
		sweep->groups[single->group].alone++;
	}
}

void cgf_own_sweep_note_alone(struct cgf_own_sweep *sweep, const struct cgf_own_trial *trial,
                              const char *faults)
{
	for (size_t i = trial->first; faults && i < trial->first + trial->count; i++)
		if (is_told(faults, &sweep->faults[i]))
			leave_alone(sweep, trial->test, &sweep->faults[i]);
}

/* How long a run of the group's takes. */
static int64_t run_ms(const struct cgf_own_group *group, const struct cgf_own_test *tests)
{
	const struct cgf_own_test *test = &tests[group->test];

	return group->many && test->many_max > 1 ? test->many_ms : test->ms;
}

size_t cgf_own_sweep_left(int64_t *ms, const struct cgf_own_sweep *sweep, const struct cgf_own_test *tests)
{
	unsigned char *met = calloc(sweep->key_count + 1, 1);
	size_t left = 0;

	*ms = 0;
	for (size_t i = 0; i < sweep->group_count; i++) {
		const struct cgf_own_group *group = &sweep->groups[i];

		if (is_to_run(group, tests)) {
			left++;
			*ms += run_ms(group, tests);
		}
	}
	for (size_t i = 0; met && i < sweep->single_count; i++) {
		const struct cgf_own_single *single = &sweep->singles[i];
		const struct cgf_own_group *group = &sweep->groups[single->group];
		bool again = !group->loud && !sweep->rest && met[single->key];

		if (rank(sweep, tests, i) == SIZE_MAX || again || (!group->done && group->count == 1))
			continue;
		met[single->key] = 1;
		left++;
		*ms += run_ms(group, tests);
	}
	free(met);
	return left;
}
