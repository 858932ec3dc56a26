/*
 * enumerate.c: see enumerate.h. Every set is run once, some at a time; after each lot, for each op and
 * verdict that is new, the smallest set that had it is run in fresh processes until it is confirmed.
 */
#include "enumerate_parts.h"

#include "child.h"
#include "output.h"
#include "plans/progress.h"
#include "plans/replay.h"
#include "plans/replay_pool.h"
#include "plans/say.h"
#include "plans/stop.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	BAR_WIDTH = 24,
	LOT_MIN = 16,       /* sets of the first lot; each has twice as many as the one before */
	CONFIRM_SHARE = 5,  /* of the time that is left, one part is for confirming */
	CONFIRM_MS = 1800,  /* how long confirming may go on after the end */
	LEFT_MS_MIN = 1000, /* less is not worth beginning a build for */
};

static void plan_of_chosen(char *out, size_t size, size_t index, const void *data)
{
	const struct cgf_enumerating *all = data;

	cgf_enumerating_plan(out, size, all, all->chosen[index]);
}

static struct cgf_enumerated_outcome *outcome_of(struct cgf_enumeration *out, const char *op,
                                                 const struct cgf_verdict *verdict)
{
	struct cgf_enumerated_outcome *outcome = out->outcomes;

	for (; outcome < out->outcomes + out->outcome_count; outcome++)
		if (strcmp(outcome->op, op) == 0 && cgf_verdict_same(&outcome->verdict, verdict))
			return outcome;
	if (out->outcome_count == CGF_OUTCOMES_MAX)
		return NULL;
	out->outcome_count++;
	cgf_text_make(outcome->op, sizeof(outcome->op), "%s", op);
	outcome->verdict = *verdict;
	outcome->first = SIZE_MAX;
	return outcome;
}

static void show_progress(const struct cgf_enumerating *all)
{
	char bar[BAR_WIDTH + 1];
	size_t done = all->out->total.stats.executions, full = all->count ? done * BAR_WIDTH / all->count : 0;

	memset(bar, '.', BAR_WIDTH);
	memset(bar, '#', full > BAR_WIDTH ? BAR_WIDTH : full);
	bar[BAR_WIDTH] = '\0';
	cgf_progress("[%s] %zu of %zu fault sets, %zu outcomes", bar, done, all->count,
	             all->out->outcome_count);
}

static void count_set(struct cgf_enumeration *out, const struct cgf_fault_set *set,
                      const struct cgf_verdict *verdict)
{
	struct cgf_stats *stats = &out->total.stats;

	stats->executions++;
	stats->effective += set->faults[0] != CGF_NO_FAULT;
	for (size_t i = 0; i < 2; i++)
		if (set->faults[i] != CGF_NO_FAULT)
			stats->fired[set->op][set->faults[i]]++;
	out->failed += cgf_verdict_exit_code(verdict) == CGF_EXIT_HARNESS;
	out->unavailable += strcmp(verdict->name, "harness/unavailable") == 0;
}

static void set_done(size_t chosen, const struct cgf_verdict *verdict, int code, void *data)
{
	struct cgf_enumerating *all = data;
	size_t index = all->chosen[chosen];
	const struct cgf_fault_set *set = cgf_enumerating_set(all, index);
	struct cgf_enumerated_outcome *outcome;

	if (code != 0)
		return;
	all->has_run[index] = true;
	count_set(all->out, set, verdict);
	outcome = outcome_of(all->out, all->sets.ops[set->op], verdict);
	if (outcome && outcome->count++ == 0)
		outcome->found_ms = cgf_now_ms() - all->start_ms;
	if (outcome && index < outcome->first)
		outcome->first = index;
	show_progress(all);
}

/* The next sets that have not run, in their order. */
static void choose(struct cgf_enumerating *all, size_t count)
{
	all->chosen_count = 0;
	for (size_t i = 0; i < all->count && all->chosen_count < count; i++)
		if (!all->has_run[i])
			all->chosen[all->chosen_count++] = i;
}

static int run_chosen(struct cgf_enumerating *all)
{
	int64_t now_ms = cgf_now_ms(), left_ms = all->end_ms - now_ms;
	const struct cgf_replay_pool pool = {.programs = all->request->programs,
	                                     .target = &all->any_op,
	                                     .count = all->chosen_count,
	                                     .plan = plan_of_chosen,
	                                     .done = set_done,
	                                     .data = all,
	                                     .end_ms = all->end_ms - left_ms / CONFIRM_SHARE};
	int code;

	cgf_time_end_ms = all->end_ms;
	code = cgf_replay_pool_run(&pool);
	cgf_time_end_ms = INT64_MAX;
	all->out->total.elapsed_ms += cgf_now_ms() - now_ms;
	cgf_progress_end();
	return code;
}

/* A machine on which nothing at all can be built is not tried any longer. */
static bool is_hopeless(const struct cgf_enumeration *out)
{
	return out->failed > out->unavailable && out->failed == out->total.stats.executions;
}

static int run_lots(struct cgf_enumerating *all)
{
	int code = 0;

	for (size_t lot = LOT_MIN; code == 0; lot *= 2) {
		choose(all, lot);
		if (all->chosen_count == 0 || all->end_ms - cgf_now_ms() < LEFT_MS_MIN ||
		    is_hopeless(all->out))
			break;
		code = run_chosen(all);
		cgf_time_end_ms = all->end_ms + CONFIRM_MS;
		int confirmed = cgf_enumerating_confirm(all);
		cgf_time_end_ms = INT64_MAX;
		code = code != 0 ? code : confirmed;
	}
	return code;
}

static int compare_outcomes(const void *a, const void *b)
{
	const struct cgf_enumerated_outcome *left = a, *right = b;
	int order = strcmp(left->op, right->op);

	if (order == 0)
		order = (left->count < right->count) - (left->count > right->count);
	return order ? order : strcmp(left->verdict.name, right->verdict.name);
}

static int begin(struct cgf_enumerating *all)
{
	struct cgf_enumeration *out = all->out;
	struct cgf_stats *stats = &out->total.stats;
	int code;

	code = cgf_output_check(all->request->output);
	if (code == 0)
		code = cgf_fault_sets_make(&all->sets, all->request->programs, all->request->target);
	if (code != 0)
		return code;
	stats->magic = CGF_STATS_MAGIC;
	stats->op_count = (uint32_t)all->sets.op_count;
	stats->site_count = (uint32_t)all->sets.fault_count;
	memcpy(stats->ops, all->sets.ops, sizeof(stats->ops));
	memcpy(stats->sites, all->sets.faults, sizeof(stats->sites));
	out->set_count = all->count = all->sets.count;
	if (all->request->runs > 0 && (size_t)all->request->runs < all->count)
		all->count = (size_t)all->request->runs;
	all->has_run = calloc(all->count, sizeof(*all->has_run));
	all->chosen = calloc(all->count, sizeof(*all->chosen));
	return all->has_run && all->chosen ? 0 : cgf_harness_failed("out of memory");
}

int cgf_enumerate(struct cgf_enumeration *out, const struct cgf_enumeration_request *request)
{
	static struct cgf_enumerating all;
	int code;

	memset(out, 0, sizeof(*out));
	memset(&all, 0, sizeof(all));
	all.request = request;
	all.out = out;
	all.any_op = *request->target;
	all.any_op.op[0] = '\0';
	all.collected.known = request->known;
	all.collected.programs = request->programs;
	all.start_ms = cgf_now_ms();
	all.end_ms = all.start_ms + request->seconds * INT64_C(1000);
	code = begin(&all);
	if (code == 0)
		code = run_lots(&all);
	qsort(out->outcomes, out->outcome_count, sizeof(out->outcomes[0]), compare_outcomes);
	if (code == 0 && out->failed > out->unavailable)
		code = cgf_enumerating_tell_failure(&all);
	cgf_fault_sets_free(&all.sets);
	free(all.has_run);
	free(all.chosen);
	return code;
}
