/*
 * sweep.c: see sweep.h.
 */
#include "sweep.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
static void add_to_group(struct cgf_own_sweep *sweep, size_t test, enum cgf_own_fault_kind kind, bool many)
{
	struct cgf_own_group *last = sweep->group_count ? &sweep->groups[sweep->group_count - 1] : NULL;

	if (!last || last->test != test || last->count == CGF_OWN_FAULTS_OF_A_RUN_MAX ||
	    sweep->faults[last->first].kind != kind || last->many != many) {
		last = &sweep->groups[sweep->group_count++];
		*last = (struct cgf_own_group){.test = test, .first = sweep->single_count, .many = many};
	}
	last->count++;
	sweep->singles[sweep->single_count].group = (size_t)(last - sweep->groups);
}

static void add_site(struct cgf_own_sweep *sweep, size_t test, enum cgf_own_fault_kind kind,
                     const struct cgf_own_site *site, size_t calls, bool many)
{
	for (size_t i = 0; i < calls; i++) {
		struct cgf_own_fault *fault = &sweep->faults[sweep->single_count];

		*fault = (struct cgf_own_fault){.kind = kind,
		                                .number = site->numbers[first_call(site, kind) + i]};
		strcpy(fault->function, site->function);
		add_to_group(sweep, test, kind, many);
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

/*
 * May the fault be one of a run among others? A late call and a hop meet the threads and goroutines that
 * others have left, and a question the addresses. A collection meets nothing of them, and an errno neither.
 */
static bool is_many(const struct cgf_own_test *test, const struct cgf_own_site *site,
                    enum cgf_own_fault_kind kind)
{
	return test->many_max > 1 && !site->fresh && kind != CGF_OWN_KEPT && kind != CGF_OWN_HOP &&
	       !cgf_own_fault_is_late(kind);
}

/* Those of one kind that may be made among others, or those that may not. */
static void add_kind(struct cgf_own_sweep *sweep, const struct cgf_own_test *test, size_t index,
                     enum cgf_own_fault_kind kind, bool many, long calls_per_line)
{
	for (size_t i = 0; i < test->trace.site_count; i++) {
		const struct cgf_own_site *site = &test->trace.sites[i];

		if (is_many(test, site, kind) == many)
			add_site(sweep, index, kind, site, count_calls(site, kind, calls_per_line), many);
	}
}

/* All faults of a test, kind by kind. */
static void add_test(struct cgf_own_sweep *sweep, const struct cgf_own_test *test, size_t index,
                     long calls_per_line)
{
	for (int kind = 0; kind < CGF_OWN_FAULT_KINDS; kind++)
		for (int many = 1; many >= 0; many--)
			add_kind(sweep, test, index, (enum cgf_own_fault_kind)kind, many != 0,
			         calls_per_line);
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
			if (*tests[i].left_out == '\0' && (tests[i].ms >= CGF_OWN_SLOW_MS) == slow)
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
