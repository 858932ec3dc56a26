/*
 * sweep.c: see sweep.h.
 */
#include "sweep.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A test that lasts this long comes after the others: one sweep of it is worth many of theirs. */
enum { SLOW_MS = 1000 };

/* Of the first calls of a site, the first one that can suffer a fault of this kind. */
static size_t first_call(const struct cgf_own_site *site, enum cgf_own_fault_kind kind)
{
	return kind == CGF_OWN_LEAVE ? 0 : (size_t)site->initial;
}

/* Faults of one kind that a test's site can suffer, at its first calls. */
static size_t count_calls(const struct cgf_own_site *site, enum cgf_own_fault_kind kind, long calls_per_line)
{
	size_t known = site->calls < CGF_OWN_FIRST_CALLS_MAX ? (size_t)site->calls : CGF_OWN_FIRST_CALLS_MAX;
	size_t first = first_call(site, kind), calls = first < known ? known - first : 0;

	if (calls > (size_t)calls_per_line)
		calls = (size_t)calls_per_line;
	return cgf_own_fault_fits(kind, site->form) && !site->uneven ? calls : 0;
}

static size_t count_all(const struct cgf_own_test *tests, size_t test_count, long calls_per_line)
{
	size_t count = 0;

	for (size_t i = 0; i < test_count; i++)
		for (size_t j = 0; *tests[i].left_out == '\0' && j < tests[i].trace.site_count; j++)
			for (int kind = 0; kind < CGF_OWN_FAULT_KINDS; kind++)
				count += count_calls(&tests[i].trace.sites[j], (enum cgf_own_fault_kind)kind,
				                     calls_per_line);
	return count;
}

/* The group that takes the next fault of this test and kind. */
static void add_to_group(struct cgf_own_sweep *sweep, size_t test, enum cgf_own_fault_kind kind)
{
	struct cgf_own_group *last = sweep->group_count ? &sweep->groups[sweep->group_count - 1] : NULL;

	if (!last || last->test != test || last->count == CGF_OWN_FAULTS_OF_A_RUN_MAX ||
	    sweep->faults[last->first].kind != kind) {
		last = &sweep->groups[sweep->group_count++];
		*last = (struct cgf_own_group){.test = test, .first = sweep->single_count};
	}
	last->count++;
	sweep->singles[sweep->single_count].group = (size_t)(last - sweep->groups);
}

static void add_site(struct cgf_own_sweep *sweep, size_t test, enum cgf_own_fault_kind kind,
                     const struct cgf_own_site *site, size_t calls)
{
	for (size_t i = 0; i < calls; i++) {
		struct cgf_own_fault *fault = &sweep->faults[sweep->single_count];

		*fault = (struct cgf_own_fault){.kind = kind,
		                                .number = site->numbers[first_call(site, kind) + i]};
		strcpy(fault->function, site->function);
		add_to_group(sweep, test, kind);
		sweep->singles[sweep->single_count].line = site->place ? site->place : "unknown";
		sweep->single_count++;
	}
}

/* What the keys are made of. */
static int compare(const struct cgf_own_sweep *sweep, size_t a, size_t b)
{
	const struct cgf_own_fault *left = &sweep->faults[a], *right = &sweep->faults[b];
	int order = (int)left->kind - (int)right->kind;

	order = order ? order : strcmp(left->function, right->function);
	return order ? order : strcmp(sweep->singles[a].line, sweep->singles[b].line);
}

static int compare_singles(const void *a, const void *b, void *sweep)
{
	return compare(sweep, *(const size_t *)a, *(const size_t *)b);
}

static int make_keys(struct cgf_own_sweep *sweep)
{
	size_t *order = calloc(sweep->single_count + 1, sizeof(*order));

	if (!order)
		return -ENOMEM;
	for (size_t i = 0; i < sweep->single_count; i++)
		order[i] = i;
	qsort_r(order, sweep->single_count, sizeof(*order), compare_singles, sweep);
	for (size_t i = 0; i < sweep->single_count; i++) {
		sweep->key_count += i == 0 || compare(sweep, order[i - 1], order[i]) != 0;
		sweep->singles[order[i]].key = sweep->key_count - 1;
	}
	free(order);
	sweep->tries = calloc(sweep->key_count + 1, sizeof(*sweep->tries));
	return sweep->tries ? 0 : -ENOMEM;
}

/* All faults of a test, kind by kind. */
static void add_test(struct cgf_own_sweep *sweep, const struct cgf_own_test *test, size_t index,
                     long calls_per_line)
{
	for (int kind = 0; kind < CGF_OWN_FAULT_KINDS; kind++)
		for (size_t i = 0; i < test->trace.site_count; i++) {
			const struct cgf_own_site *site = &test->trace.sites[i];

			add_site(sweep, index, (enum cgf_own_fault_kind)kind, site,
			         count_calls(site, (enum cgf_own_fault_kind)kind, calls_per_line));
		}
}

int cgf_own_sweep_make(struct cgf_own_sweep *out, const struct cgf_own_test *tests, size_t test_count,
                       long calls_per_line, bool rest)
{
	size_t count = count_all(tests, test_count, calls_per_line);

	*out = (struct cgf_own_sweep){.rest = rest};
	out->faults = calloc(count + 1, sizeof(*out->faults));
	out->singles = calloc(count + 1, sizeof(*out->singles));
	out->groups = calloc(count + 1, sizeof(*out->groups));
	if (!out->faults || !out->singles || !out->groups)
		return -ENOMEM;
	for (int slow = 0; slow <= 1; slow++)
		for (size_t i = 0; i < test_count; i++)
			if (*tests[i].left_out == '\0' && (tests[i].ms >= SLOW_MS) == slow)
				add_test(out, &tests[i], i, calls_per_line);
	return make_keys(out);
}

void cgf_own_sweep_free(struct cgf_own_sweep *sweep)
{
	free(sweep->faults);
	free(sweep->singles);
	free(sweep->groups);
	free(sweep->tries);
	*sweep = (struct cgf_own_sweep){0};
}

/* How early a single comes: 0 first; SIZE_MAX not at all. */
static size_t rank(const struct cgf_own_sweep *sweep, const struct cgf_own_test *tests, size_t single)
{
	const struct cgf_own_single *its = &sweep->singles[single];
	const struct cgf_own_group *group = &sweep->groups[its->group];
	unsigned tries = sweep->tries[its->key];

	if (its->done || *tests[group->test].left_out != '\0')
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
	return !group->done && group->alone < group->count && *tests[group->test].left_out == '\0';
}

/* The first group that has not been run, or NULL. */
static const struct cgf_own_group *next_group(const struct cgf_own_sweep *sweep,
                                              const struct cgf_own_test *tests)
{
	for (size_t i = 0; i < sweep->group_count; i++)
		if (is_to_run(&sweep->groups[i], tests))
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
	bool quick = group && tests[group->test].ms < SLOW_MS;
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

void cgf_own_sweep_note(struct cgf_own_sweep *sweep, const struct cgf_own_trial *trial, bool silent)
{
	struct cgf_own_group *group = &sweep->groups[trial->group];

	if (!group->done) {
		group->done = true;
		group->loud = !silent;
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

size_t cgf_own_sweep_left(int64_t *ms, const struct cgf_own_sweep *sweep, const struct cgf_own_test *tests)
{
	unsigned char *met = calloc(sweep->key_count + 1, 1);
	size_t left = 0;

	*ms = 0;
	for (size_t i = 0; i < sweep->group_count; i++) {
		const struct cgf_own_group *group = &sweep->groups[i];

		if (is_to_run(group, tests)) {
			left++;
			*ms += tests[group->test].ms;
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
		*ms += tests[group->test].ms;
	}
	free(met);
	return left;
}
