/*
 * sweep_test.c: the order in which faults are tried.
 */
#include "own/sweep.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { GROUPS = 16, KEYS = 7 }; /* of both tests; of what is tried alone */

static struct cgf_own_site sites[2][2];
static struct cgf_own_test tests_of_it[2];

static struct cgf_own_site make_site(const char *function, enum cgf_own_form form, const char *place,
                                     unsigned first)
{
	struct cgf_own_site site = {.form = form, .calls = 2, .place = place};

	strcpy(site.function, function);
	site.numbers[0] = first;
	site.numbers[1] = first + 1;
	return site;
}

/* Two tests that make the same calls, from one line each. */
static void make_tests(void)
{
	for (size_t i = 0; i < 2; i++) {
		sites[i][0] = make_site("read", CGF_OWN_FORM_C2, "x.go:1", 1);
		sites[i][1] = make_site("notify", CGF_OWN_FORM_CALLBACK, "x.go:2", 1);
		tests_of_it[i] = (struct cgf_own_test){.ms = 10};
		tests_of_it[i].trace.sites = sites[i];
		tests_of_it[i].trace.site_count = 2;
	}
}

/* Carries out the sweep; trials with this many faults of this kind in this test are loud. How many there
 * were. */
static size_t carry_out(struct cgf_own_sweep *sweep, struct cgf_own_trial *trials, size_t loud_test,
                        int loud_kind)
{
	size_t count = 0, left_before = SIZE_MAX;
	int64_t ms;

	while (cgf_own_sweep_next(&trials[count], sweep, tests_of_it)) {
		const struct cgf_own_trial *trial = &trials[count];
		bool loud = trial->test == loud_test && (int)sweep->faults[trial->first].kind == loud_kind;
		size_t left = cgf_own_sweep_left(&ms, sweep, tests_of_it);

		assert_true(left > 0);
		assert_int_equal(ms, left * 10);
		if (loud_kind < 0)
			assert_true(left < left_before);
		left_before = left;
		cgf_own_sweep_note(sweep, trial, !loud);
		count++;
		assert_true(count < 64);
	}
	assert_int_equal(cgf_own_sweep_left(&ms, sweep, tests_of_it), 0);
	return count;
}

static void test_silent(void **state)
{
	struct cgf_own_sweep sweep;
	struct cgf_own_trial trials[64];

	(void)state;
	make_tests();
	assert_int_equal(cgf_own_sweep_make(&sweep, tests_of_it, 2, 3, false), 0);
	/* entry, return, leave, callback, kept, hop, and late twice, of two calls each, in two tests */
	assert_int_equal(sweep.single_count, 32);
	assert_int_equal(sweep.group_count, GROUPS);
	/* The groups, and then each kind and line once, but for the question, which needs no more. */
	assert_int_equal(carry_out(&sweep, trials, 9, -1), GROUPS + KEYS);
	for (size_t i = 0; i < GROUPS; i++)
		assert_int_equal(trials[i].count, 2);
	for (size_t i = GROUPS; i < GROUPS + KEYS; i++)
		assert_int_equal(trials[i].count, 1);
	cgf_own_sweep_free(&sweep);
}

static void test_loud(void **state)
{
	struct cgf_own_sweep sweep;
	struct cgf_own_trial trials[64];

	(void)state;
	make_tests();
	assert_int_equal(cgf_own_sweep_make(&sweep, tests_of_it, 2, 3, false), 0);
	/* Both faults of the loud group come alone, and first; its line need not be tried for the others. */
	assert_int_equal(carry_out(&sweep, trials, 1, CGF_OWN_LEAVE), GROUPS + 2 + KEYS - 1);
	for (size_t i = GROUPS; i < GROUPS + 2; i++) {
		assert_int_equal(trials[i].test, 1);
		assert_int_equal(sweep.faults[trials[i].first].kind, CGF_OWN_LEAVE);
	}
	cgf_own_sweep_free(&sweep);
}

/* A slow test is swept behind a quick one, and what both call is tried alone in the quick one. */
static void test_slow(void **state)
{
	struct cgf_own_sweep sweep;
	struct cgf_own_trial trials[64];
	size_t count = 0;

	(void)state;
	make_tests();
	tests_of_it[0].ms = 60000;
	assert_int_equal(cgf_own_sweep_make(&sweep, tests_of_it, 2, 3, false), 0);
	while (cgf_own_sweep_next(&trials[count], &sweep, tests_of_it))
		cgf_own_sweep_note(&sweep, &trials[count++], true);
	assert_int_equal(count, GROUPS + KEYS);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(trials[i].test, i < GROUPS / 2 || i >= GROUPS);
	cgf_own_sweep_free(&sweep);
}

/* What a quick test has shown is followed before a slow test takes its time. */
static void test_loud_before_slow(void **state)
{
	struct cgf_own_sweep sweep;
	struct cgf_own_trial trial;
	size_t singles = 0;

	(void)state;
	make_tests();
	tests_of_it[0].ms = 60000;
	assert_int_equal(cgf_own_sweep_make(&sweep, tests_of_it, 2, 3, false), 0);
	while (cgf_own_sweep_next(&trial, &sweep, tests_of_it) && trial.test == 1) {
		singles += trial.count == 1;
		cgf_own_sweep_note(&sweep, &trial, sweep.faults[trial.first].kind != CGF_OWN_LEAVE);
	}
	/* One of the line's two calls: the other one can wait. */
	assert_int_equal(singles, 1);
	assert_int_equal(trial.count, 2);
	cgf_own_sweep_free(&sweep);
}

/* Nothing can collect in a call that is made while Go's packages are initialized; it may leave an errno. */
static void test_initial(void **state)
{
	struct cgf_own_sweep sweep;

	(void)state;
	make_tests();
	sites[0][0].initial = 1;
	assert_int_equal(cgf_own_sweep_make(&sweep, tests_of_it, 1, 3, false), 0);
	/* entry, return, kept, hop, and late twice of the second call, leave of both; the callback's two */
	assert_int_equal(sweep.single_count, 6 + 2 + 2);
	for (size_t i = 0; i < sweep.single_count; i++)
		assert_true(sweep.faults[i].number == 2 || sweep.faults[i].kind == CGF_OWN_LEAVE ||
		            sweep.faults[i].kind == CGF_OWN_GC_CALLBACK);
	sites[0][0].initial = 2;
	cgf_own_sweep_free(&sweep);
	assert_int_equal(cgf_own_sweep_make(&sweep, tests_of_it, 1, 3, false), 0);
	assert_int_equal(sweep.single_count, 2 + 2);
	cgf_own_sweep_free(&sweep);
}

static void test_the_rest(void **state)
{
	struct cgf_own_sweep sweep;
	struct cgf_own_trial trials[64];

	(void)state;
	make_tests();
	assert_int_equal(cgf_own_sweep_make(&sweep, tests_of_it, 2, 3, true), 0);
	assert_int_equal(carry_out(&sweep, trials, 9, -1), GROUPS + 28);
	/* What has been tried comes after what has not. */
	for (size_t i = GROUPS; i < GROUPS + KEYS; i++)
		for (size_t j = GROUPS; j < i; j++)
			assert_int_not_equal(sweep.singles[trials[i].first].key,
			                     sweep.singles[trials[j].first].key);
	cgf_own_sweep_free(&sweep);
}

/* What nothing would see is not tried again, and a call that is late alone at one end is at the other. */
static void test_alone(void **state)
{
	struct cgf_own_sweep sweep;
	struct cgf_own_trial trial;
	size_t late = 0, hops = 0;

	(void)state;
	make_tests();
	assert_int_equal(cgf_own_sweep_make(&sweep, tests_of_it, 1, 3, true), 0);
	while (cgf_own_sweep_next(&trial, &sweep, tests_of_it)) {
		enum cgf_own_fault_kind kind = sweep.faults[trial.first].kind;

		if (kind == CGF_OWN_LATE_RETURN && trial.count == 2)
			cgf_own_sweep_note_alone(&sweep, &trial, "late@read.return#1\nlate@read.return#2\n");
		if (kind == CGF_OWN_HOP && trial.count == 2)
			cgf_own_sweep_note_alone(&sweep, &trial, "hop@read#2\nhop@read#11\n");
		cgf_own_sweep_note(&sweep, &trial, true);
		late += cgf_own_fault_is_late(kind);
		hops += kind == CGF_OWN_HOP;
	}
	/* The one run with both; and for the hops the other one alone. */
	assert_int_equal(late, 1);
	assert_int_equal(hops, 2);
	cgf_own_sweep_free(&sweep);
}

/* A single fault that nothing would see in one test is still to be tried in another. */
static void test_alone_elsewhere(void **state)
{
	struct cgf_own_sweep sweep;
	struct cgf_own_trial trial;
	size_t singles = 0;

	(void)state;
	make_tests();
	assert_int_equal(cgf_own_sweep_make(&sweep, tests_of_it, 2, 3, false), 0);
	while (cgf_own_sweep_next(&trial, &sweep, tests_of_it)) {
		if (sweep.faults[trial.first].kind == CGF_OWN_HOP && trial.count == 1) {
			if (trial.test == 0)
				cgf_own_sweep_note_alone(&sweep, &trial, "hop@read#1\nhop@read#2\n");
			singles++;
		}
		cgf_own_sweep_note(&sweep, &trial, true);
	}
	assert_int_equal(singles, 3);
	cgf_own_sweep_free(&sweep);
}

static void test_what_is_left_out(void **state)
{
	struct cgf_own_sweep sweep;
	struct cgf_own_trial trials[64];

	(void)state;
	make_tests();
	strcpy(tests_of_it[0].left_out, "fails");
	sites[1][0].uneven = true;
	assert_int_equal(cgf_own_sweep_make(&sweep, tests_of_it, 2, 1, false), 0);
	/* The callback's first call alone: a run with all faults is one with this one. */
	assert_int_equal(sweep.single_count, 1);
	assert_int_equal(carry_out(&sweep, trials, 9, -1), 1);
	assert_int_equal(trials[0].test, 1);
	cgf_own_sweep_free(&sweep);
}

static void test_left_out_on_the_way(void **state)
{
	struct cgf_own_sweep sweep;
	struct cgf_own_trial trial;

	(void)state;
	make_tests();
	assert_int_equal(cgf_own_sweep_make(&sweep, tests_of_it, 2, 3, false), 0);
	strcpy(tests_of_it[0].left_out, "differs");
	assert_true(cgf_own_sweep_next(&trial, &sweep, tests_of_it));
	assert_int_equal(trial.test, 1);
	cgf_own_sweep_free(&sweep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_silent),
	                                   cmocka_unit_test(test_loud),
	                                   cmocka_unit_test(test_slow),
	                                   cmocka_unit_test(test_initial),
	                                   cmocka_unit_test(test_loud_before_slow),
	                                   cmocka_unit_test(test_the_rest),
	                                   cmocka_unit_test(test_alone),
	                                   cmocka_unit_test(test_alone_elsewhere),
	                                   cmocka_unit_test(test_what_is_left_out),
	                                   cmocka_unit_test(test_left_out_on_the_way)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
