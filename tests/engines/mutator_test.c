/*
 * mutator_test.c: what the engines rely on, tried on many seeds: results fit, decode to what they were made
 * from, and depend on nothing but the arguments.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cgf_control.h"
#include "cgf_stats.h"
#include "mutator.h"

#include <string.h>

enum { ROUNDS = 20000, ROOM = CGF_INPUT_BYTES_MAX, GUARD = 0xa5 };

static const struct cgf_vocabulary words = {
        .class_name = "toy",
        .op_count = 3,
        .action_count = 1,
        .site_count = 4,
        .ops = {"a", "b", "c"},
        .actions = {"deliver"},
        .sites = {"errno@x=EIO", "late@x.entry", "hop@y", "keep@y"},
};
static const struct cgf_vocabulary no_actions = {.op_count = 1, .ops = {"a"}};
static const struct cgf_vocabulary nothing = {0};
static const struct cgf_vocabulary nameless = {
        .op_count = CGF_OPS_MAX, .action_count = CGF_ACTIONS_MAX, .site_count = CGF_SITES_MAX};
static const struct cgf_vocabulary *const vocabularies[] = {&words, &no_actions, &nothing, &nameless};

/* Encoding what was decoded gives the same bytes: nothing is in them that the plan does not say. */
static void assert_canonical(const uint8_t *bytes, size_t size, const struct cgf_vocabulary *with)
{
	uint8_t again[1 + CGF_STEPS_MAX * CGF_STEP_BYTES];
	struct cgf_plan plan;

	cgf_plan_decode(&plan, with, bytes, size);
	for (size_t i = 0; i < plan.step_count; i++)
		if (plan.steps[i].kind == CGF_STEP_CALL)
			assert_true(plan.steps[i].caller < CGF_CALLER_LIBRARY);
	assert_int_equal(cgf_plan_encode(again, &plan), size);
	/* A fault given twice is one fault once decoded, so compare the plans and not the bytes. */
	struct cgf_plan other;
	cgf_plan_decode(&other, with, again, size);
	assert_true(cgf_plan_equal(&plan, &other));
}

static void test_chain(void **state)
{
	(void)state;
	for (size_t v = 0; v < sizeof(vocabularies) / sizeof(vocabularies[0]); v++) {
		uint8_t bytes[ROOM] = {0};
		size_t size = 1;

		for (uint64_t seed = 0; seed < ROUNDS; seed++) {
			size = cgf_mutate(bytes, size, sizeof(bytes), vocabularies[v], NULL, seed);
			assert_in_range(size, 1, 1 + CGF_STEPS_MAX * CGF_STEP_BYTES);
			assert_canonical(bytes, size, vocabularies[v]);
		}
	}
}

/* Any bytes may come in, and not a byte behind the room is touched. */
static void test_small_room(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		size_t room = seed % 70;
		uint8_t bytes[128];

		memset(bytes, GUARD, sizeof(bytes));
		for (size_t i = 0; i < room; i++)
			bytes[i] = (uint8_t)(seed * 31 + i * 97);
		assert_true(cgf_mutate(bytes, room, room, &words, NULL, seed) <= room);
		for (size_t i = room; i < sizeof(bytes); i++)
			assert_int_equal(bytes[i], GUARD);
	}
}

static void test_same_seed(void **state)
{
	size_t different = 0;

	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		uint8_t a[ROOM] = {0}, b[ROOM] = {0}, c[ROOM] = {0};
		size_t a_size = cgf_mutate(a, 1, sizeof(a), &words, NULL, seed);
		size_t b_size = cgf_mutate(b, 1, sizeof(b), &words, NULL, seed);
		size_t c_size = cgf_mutate(c, 1, sizeof(c), &words, NULL, seed + ROUNDS);

		assert_int_equal(a_size, b_size);
		assert_memory_equal(a, b, a_size);
		assert_true(a_size > 1); /* an empty plan gets steps */
		different += a_size != c_size || memcmp(a, c, a_size) != 0;
	}
	assert_true(different > ROUNDS * 9 / 10);
}

/* The steps of the result are a start of the one and an end of the other. */
static void test_splice(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		uint8_t a[ROOM] = {0}, b[ROOM] = {0}, out[ROOM];
		size_t a_size = cgf_mutate(a, 1, sizeof(a), &words, NULL, seed);
		size_t b_size = cgf_mutate(b, 1, sizeof(b), &words, NULL, seed + ROUNDS);
		size_t size = cgf_splice(out, sizeof(out), a, a_size, b, b_size, &words, seed);
		struct cgf_plan plan, first, last;
		size_t same = 0, left;

		cgf_plan_decode(&plan, &words, out, size);
		cgf_plan_decode(&first, &words, a, a_size);
		cgf_plan_decode(&last, &words, b, b_size);
		while (same < plan.step_count && same < first.step_count &&
		       memcmp(&plan.steps[same], &first.steps[same], sizeof(first.steps[0])) == 0)
			same++;
		left = plan.step_count - same;
		assert_true(left <= last.step_count);
		assert_memory_equal(&plan.steps[same], &last.steps[last.step_count - left],
		                    left * sizeof(last.steps[0]));
	}
}

/* What becomes of an empty plan. */
static void make_fresh(struct cgf_plan *out, const struct cgf_reached *reached, uint64_t seed)
{
	uint8_t bytes[ROOM] = {0};

	cgf_plan_decode(out, &words, bytes, cgf_mutate(bytes, 1, sizeof(bytes), &words, reached, seed));
}

/* A retry that gives up after its second failure is found by the same fault on two passes in a row. */
static void test_fault_on_two_passes(void **state)
{
	size_t calls = 0, pairs = 0;

	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		struct cgf_plan plan;

		make_fresh(&plan, NULL, seed);
		for (size_t i = 0; i < plan.step_count; i++) {
			const struct cgf_step *step = &plan.steps[i];

			calls += step->kind == CGF_STEP_CALL;
			for (size_t f = 0; f + 1 < step->fault_count; f++)
				pairs += step->faults[f].site == step->faults[f + 1].site &&
				         step->faults[f].pass + 1 == step->faults[f + 1].pass;
		}
	}
	assert_true(pairs > calls / 40);
}

/* Which faults the calls of fresh plans are given: how many are of this site, of all. */
static size_t count_faults(size_t *all, uint8_t site, const struct cgf_reached *reached)
{
	size_t count = 0;

	*all = 0;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		struct cgf_plan plan;

		make_fresh(&plan, reached, seed);
		for (size_t i = 0; i < plan.step_count; i++) {
			const struct cgf_step *step = &plan.steps[i];

			for (size_t f = 0; step->kind == CGF_STEP_CALL && f < step->fault_count; f++) {
				count += step->faults[f].site == site;
				(*all)++;
			}
		}
	}
	return count;
}

/* Most faults are of functions that the op is known to call, and some are not: it may call them after a
 * failure. */
static void test_faults_that_are_reached(void **state)
{
	struct cgf_reached reached = {0};
	size_t all, likely;

	(void)state;
	for (size_t op = 0; op < words.op_count; op++)
		reached.sites[op][3] = 1;
	likely = count_faults(&all, 3, &reached);
	assert_in_range(likely, all * 3 / 4, all - all / 40);
	assert_in_range(count_faults(&all, 3, NULL), all / 10, all / 3);
}

/* Plans with few kinds of faults are made as well as plans with many. */
static void test_few_kinds(void **state)
{
	size_t without_late = 0, late_alone = 0, both = 0;

	(void)state;
	for (uint64_t seed = 0; seed < ROUNDS; seed++) {
		size_t late = 0, others = 0;
		struct cgf_plan plan;

		make_fresh(&plan, NULL, seed);
		for (size_t i = 0; i < plan.step_count; i++) {
			for (size_t f = 0; f < plan.steps[i].fault_count; f++)
				*(plan.steps[i].faults[f].site == 1 ? &late : &others) += 1;
		}
		if (late + others < 4)
			continue;
		without_late += late == 0;
		late_alone += others == 0;
		both += late > 0 && others > 0;
	}
	assert_true(without_late > both / 10 && late_alone > both / 20 && both > without_late);
}

/* Each fault has its turn in the first call of a process, alone, and there is a second call. */
static void test_openings(void **state)
{
	size_t seen[4] = {0};

	(void)state;
	for (size_t v = 0; v < sizeof(vocabularies) / sizeof(vocabularies[0]); v++) {
		for (unsigned index = 0; index < 12; index++) {
			uint8_t bytes[ROOM] = {0};
			size_t size = cgf_open(bytes, sizeof(bytes), vocabularies[v], index, index + 1);
			struct cgf_plan plan;

			assert_int_equal(size > 0, vocabularies[v]->op_count > 0);
			if (size == 0)
				continue;
			assert_canonical(bytes, size, vocabularies[v]);
			cgf_plan_decode(&plan, vocabularies[v], bytes, size);
			assert_in_range(plan.step_count, 4, 5);
			assert_int_equal(plan.steps[0].kind, CGF_STEP_CALL);
			assert_int_equal(plan.steps[0].fault_count, vocabularies[v]->site_count > 0);
			assert_int_equal(plan.steps[plan.step_count - 3u].kind, CGF_STEP_CALL);
			if (v == 0)
				seen[plan.steps[0].faults[0].site]++;
		}
	}
	for (size_t site = 0; site < 4; site++)
		assert_int_equal(seen[site], site == 1 ? 9 : 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_chain),
	        cmocka_unit_test(test_small_room),
	        cmocka_unit_test(test_same_seed),
	        cmocka_unit_test(test_splice),
	        cmocka_unit_test(test_fault_on_two_passes),
	        cmocka_unit_test(test_faults_that_are_reached),
	        cmocka_unit_test(test_few_kinds),
	        cmocka_unit_test(test_openings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
