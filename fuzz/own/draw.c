/*
 * draw.c: see draw.h.
 */
#include "draw.h"

#include "keep.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TWO_OF = 8 }; /* of so many plans one has two faults */

static size_t key_of(const struct cgf_own_draw *draw, size_t index)
{
	return draw->sweep.singles[draw->singles[index]].key;
}

static void add_key(struct cgf_own_draw *draw, size_t key)
{
	for (size_t i = 0; i < draw->key_count; i++)
		if (draw->keys[i] == key)
			return;
	draw->keys[draw->key_count++] = key;
}

int cgf_own_draw_make(struct cgf_own_draw *out, const struct cgf_own_session *session)
{
	*out = (struct cgf_own_draw){.session = session};
	if (cgf_own_sweep_make(&out->sweep, session->tests, session->test_count,
	                       session->options.calls_per_line, true) != 0)
		return -ENOMEM;
	out->singles = calloc(out->sweep.single_count + 1, sizeof(*out->singles));
	out->keys = calloc(out->sweep.key_count + 1, sizeof(*out->keys));
	if (!out->singles || !out->keys)
		return -ENOMEM;
	for (size_t i = 0; i < out->sweep.single_count; i++)
		if (out->sweep.faults[i].kind != CGF_OWN_KEPT)
			out->singles[out->count++] = i;
	for (size_t i = 0; i < out->count; i++)
		add_key(out, key_of(out, i));
	return 0;
}

void cgf_own_draw_free(struct cgf_own_draw *draw)
{
	cgf_own_sweep_free(&draw->sweep);
	free(draw->singles);
	free(draw->keys);
	*draw = (struct cgf_own_draw){0};
}

/* A number below `below`, which is not 0; the generator is SplitMix64. */
static size_t number(uint64_t *state, size_t below)
{
	uint64_t bits = *state += 0x9e3779b97f4a7c15;

	bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
	bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
	return (size_t)((bits ^ (bits >> 31)) % below);
}

static size_t test_of(const struct cgf_own_draw *draw, size_t index)
{
	return draw->sweep.groups[draw->sweep.singles[draw->singles[index]].group].test;
}

/* The faults of a test stand one behind the other. False: it has none. */
static bool draw_fault(struct cgf_own_fault *out, const struct cgf_own_draw *draw, size_t test,
                       uint64_t *state)
{
	size_t first = 0, count = 0;

	while (first < draw->count && test_of(draw, first) != test)
		first++;
	while (first + count < draw->count && test_of(draw, first + count) == test)
		count++;
	if (count == 0)
		return false;
	*out = draw->sweep.faults[draw->singles[first + number(state, count)]];
	return true;
}

static bool is_same(const struct cgf_own_fault *a, const struct cgf_own_fault *b)
{
	return a->kind == b->kind && a->number == b->number && strcmp(a->function, b->function) == 0;
}

static bool add(struct cgf_own_plan *plan, const struct cgf_own_fault *fault)
{
	for (size_t i = 0; i < plan->fault_count; i++)
		if (is_same(&plan->faults[i], fault))
			return false;
	if (plan->fault_count >= CGF_OWN_DRAW_FAULTS_MAX)
		return false;
	plan->faults[plan->fault_count++] = *fault;
	return true;
}

static void add_drawn(struct cgf_own_plan *plan, const struct cgf_own_draw *draw, size_t test,
                      uint64_t *state)
{
	struct cgf_own_fault fault;

	if (draw_fault(&fault, draw, test, state))
		add(plan, &fault);
}

/* One of those with a key that is drawn: its index. */
static size_t draw_first(const struct cgf_own_draw *draw, uint64_t *state)
{
	size_t key = draw->keys[number(state, draw->key_count)], like = 0, at = 0;

	for (size_t i = 0; i < draw->count; i++)
		like += key_of(draw, i) == key;
	for (size_t skip = number(state, like); key_of(draw, at) != key || skip-- > 0;)
		at++;
	return at;
}

/* The plan of the test without a fault. */
static void begin(struct cgf_own_plan *out, const struct cgf_own_session *session, size_t test)
{
	const struct cgf_own_finding none = {.test = test};

	cgf_own_keep_make(out, session, &none);
}

bool cgf_own_draw_plan(struct cgf_own_plan *out, const struct cgf_own_draw *draw, uint64_t seed)
{
	size_t first, test;

	if (draw->count == 0)
		return false;
	first = draw_first(draw, &seed);
	test = test_of(draw, first);
	begin(out, draw->session, test);
	add(out, &draw->sweep.faults[draw->singles[first]]);
	if (number(&seed, TWO_OF) == 0)
		add_drawn(out, draw, test, &seed);
	return true;
}

static void remove_at(struct cgf_own_plan *plan, size_t index)
{
	plan->faults[index] = plan->faults[--plan->fault_count];
}

bool cgf_own_draw_change(struct cgf_own_plan *plan, const struct cgf_own_draw *draw, uint64_t seed)
{
	enum { REPLACE, ADD, TAKE_AWAY, WAYS } way = (int)number(&seed, WAYS);
	struct cgf_own_fault fault;
	size_t test;

	if (!cgf_own_draw_find(&test, draw->session, plan) || !draw_fault(&fault, draw, test, &seed))
		return false;
	if (way != ADD && plan->fault_count > 0)
		remove_at(plan, number(&seed, plan->fault_count));
	if (way != TAKE_AWAY || plan->fault_count == 0)
		add(plan, &fault);
	plan->verdict[0] = plan->comment[0] = '\0';
	return true;
}

bool cgf_own_draw_join(struct cgf_own_plan *plan, const struct cgf_own_plan *other)
{
	size_t added = 0;

	if (strcmp(plan->package, other->package) != 0 || strcmp(plan->test, other->test) != 0)
		return false;
	for (size_t i = 0; i < other->fault_count; i++)
		added += add(plan, &other->faults[i]);
	plan->verdict[0] = plan->comment[0] = '\0';
	return added > 0;
}

bool cgf_own_draw_find(size_t *test, const struct cgf_own_session *session, const struct cgf_own_plan *plan)
{
	for (*test = 0; *test < session->test_count; ++*test) {
		const struct cgf_own_test *its = &session->tests[*test];

		if (*its->left_out == '\0' && strcmp(its->name, plan->test) == 0 &&
		    strcmp(session->packages.tested[its->package].path, plan->package) == 0)
			return true;
	}
	return false;
}
