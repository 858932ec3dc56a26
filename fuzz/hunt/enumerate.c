/*
 * enumerate.c: see enumerate.h. First every set is run once; then, for each op and verdict, the smallest set
 * that had it is run in fresh processes until it is confirmed.
 */
#include "enumerate.h"

#include "child.h"
#include "fault_sets.h"
#include "finding.h"
#include "plans/files.h"
#include "plans/progress.h"
#include "plans/replay.h"
#include "plans/replay_pool.h"
#include "plans/say.h"
#include "plans/stop.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BAR_WIDTH = 24 };

struct enumerating {
	const struct cgf_enumeration_request *request;
	struct cgf_enumeration *out;
	struct cgf_fault_sets sets;
	size_t count; /* of sets to run */
	int64_t start_ms;
	/* while claims are confirmed: which outcome each replay belongs to, and how many agreed */
	size_t claims[CGF_OUTCOMES_MAX], claim_count;
	unsigned agreed[CGF_OUTCOMES_MAX];
};

/* ---- running them ---- */

static const struct cgf_fault_set *set_at(const struct enumerating *all, size_t index)
{
	return &all->sets.sets[(index + (size_t)all->request->first) % all->sets.count];
}

static void plan_of_set(char *out, size_t size, size_t index, const void *data)
{
	const struct enumerating *all = data;

	cgf_fault_set_plan(out, size, &all->sets, set_at(all, index), all->request->target);
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

static void show_progress(const struct enumerating *all)
{
	char bar[BAR_WIDTH + 1];
	size_t done = all->out->total.stats.executions, full = all->count ? done * BAR_WIDTH / all->count : 0;

	memset(bar, '.', BAR_WIDTH);
	memset(bar, '#', full > BAR_WIDTH ? BAR_WIDTH : full);
	bar[BAR_WIDTH] = '\0';
	cgf_progress("[%s] %zu of %zu fault sets, %zu outcomes", bar, done, all->count,
	             all->out->outcome_count);
}

static void set_done(size_t index, const struct cgf_verdict *verdict, int code, void *data)
{
	struct enumerating *all = data;
	const struct cgf_fault_set *set = set_at(all, index);
	struct cgf_stats *stats = &all->out->total.stats;
	struct cgf_enumerated_outcome *outcome;

	if (code != 0)
		return;
	stats->executions++;
	stats->effective += set->faults[0] != CGF_NO_FAULT;
	for (size_t i = 0; i < 2; i++)
		if (set->faults[i] != CGF_NO_FAULT)
			stats->fired[set->op][set->faults[i]]++;
	outcome = outcome_of(all->out, all->sets.ops[set->op], verdict);
	if (outcome && outcome->count++ == 0)
		outcome->found_ms = cgf_now_ms() - all->start_ms;
	if (outcome && index < outcome->first)
		outcome->first = index;
	show_progress(all);
}

static int run_sets(struct enumerating *all)
{
	struct cgf_stats *stats = &all->out->total.stats;
	const struct cgf_replay_pool pool = {.programs = all->request->programs,
	                                     .target = all->request->target,
	                                     .count = all->count,
	                                     .plan = plan_of_set,
	                                     .done = set_done,
	                                     .data = all,
	                                     .end_ms = cgf_now_ms() + all->request->seconds * 1000};
	int code;

	stats->magic = CGF_STATS_MAGIC;
	stats->op_count = (uint32_t)all->sets.op_count;
	stats->site_count = (uint32_t)all->sets.fault_count;
	memcpy(stats->ops, all->sets.ops, sizeof(stats->ops));
	memcpy(stats->sites, all->sets.faults, sizeof(stats->sites));
	all->start_ms = cgf_now_ms();
	code = cgf_replay_pool_run(&pool);
	all->out->total.elapsed_ms = cgf_now_ms() - all->start_ms;
	cgf_progress_end();
	return code;
}

/* ---- confirming ---- */

static const struct cgf_enumerated_outcome *claimed(const struct enumerating *all, size_t index)
{
	return &all->out->outcomes[all->claims[index / CGF_CONFIRMATIONS]];
}

static void plan_of_claim(char *out, size_t size, size_t index, const void *data)
{
	plan_of_set(out, size, claimed(data, index)->first, data);
}

static void claim_done(size_t index, const struct cgf_verdict *verdict, int code, void *data)
{
	struct enumerating *all = data;

	if (code == 0 && cgf_verdict_same(&claimed(all, index)->verdict, verdict))
		all->agreed[index / CGF_CONFIRMATIONS]++;
	cgf_progress("confirming %zu findings", all->claim_count);
}

static int save_plan(char *path, size_t size, const char *folder, const struct enumerating *all,
                     const struct cgf_enumerated_outcome *outcome)
{
	static char text[CGF_TEXT_BYTES_MAX];
	static struct cgf_plan_lines lines;
	char why[256];

	plan_of_set(text, sizeof(text), outcome->first, all);
	if (cgf_plan_lines_read(&lines, text, why, sizeof(why)) != 0)
		return cgf_harness_failed("an enumerated plan does not read: %s", why);
	return cgf_finding_save(path, size, folder, &lines, &outcome->verdict);
}

/* What the tools said, beside a finding that nobody has a name for. */
static int save_log(const struct enumerating *all, const char *file)
{
	char path[2 * CGF_PATH_BYTES_MAX];
	const char *log;
	size_t size;
	int code = 0;

	log = cgf_replay_log(&size, &code, all->request->programs, all->request->target, file);
	if (!log)
		return code;
	cgf_text_make(path, sizeof(path), "%s.log", file);
	code = cgf_file_keep(path, log, size);
	return code == 0 ? 0 : cgf_harness_failed("%s: %s", path, strerror(-code));
}

static int keep(struct enumerating *all, const struct cgf_enumerated_outcome *outcome, bool agreed)
{
	const struct cgf_enumeration_request *request = all->request;
	struct cgf_hunt *total = &all->out->total;
	static struct cgf_hunt hunt;
	char folder[CGF_PATH_BYTES_MAX];
	int code;

	memset(&hunt, 0, sizeof(hunt));
	hunt.found = agreed;
	hunt.found_ms = outcome->found_ms;
	hunt.found_executions = outcome->first + 1;
	hunt.verdict = outcome->verdict;
	total->claims++;
	total->unconfirmed += !agreed;
	cgf_text_make(folder, sizeof(folder), "%s/%s", request->output,
	              agreed ? request->target->class_name : "unconfirmed");
	code = save_plan(hunt.file, sizeof(hunt.file), folder, all, outcome);
	if (code == 0 && strcmp(outcome->verdict.name, "build/unknown") == 0)
		code = save_log(all, hunt.file);
	if (code == 0 && agreed && request->found)
		request->found(&hunt, request->data);
	return code;
}

/* Every outcome that is a finding, in fresh processes. Interrupted: what was claimed is kept. */
static int confirm(struct enumerating *all)
{
	struct cgf_replay_pool pool = {.programs = all->request->programs,
	                               .target = all->request->target,
	                               .plan = plan_of_claim,
	                               .done = claim_done,
	                               .data = all,
	                               .end_ms = INT64_MAX};
	int code = 0, kept = 0;

	for (size_t i = 0; i < all->out->outcome_count; i++)
		if (cgf_verdict_exit_code(&all->out->outcomes[i].verdict) == CGF_EXIT_FOUND)
			all->claims[all->claim_count++] = i;
	pool.count = all->claim_count * CGF_CONFIRMATIONS;
	if (pool.count > 0 && !cgf_stop)
		code = cgf_replay_pool_run(&pool);
	cgf_progress_end();
	for (size_t i = 0; i < all->claim_count && kept == 0; i++)
		kept = keep(all, &all->out->outcomes[all->claims[i]], all->agreed[i] == CGF_CONFIRMATIONS);
	return code != 0 ? code : kept;
}

static int compare_outcomes(const void *a, const void *b)
{
	const struct cgf_enumerated_outcome *left = a, *right = b;
	int order = strcmp(left->op, right->op);

	if (order == 0)
		order = (left->count < right->count) - (left->count > right->count);
	return order ? order : strcmp(left->verdict.name, right->verdict.name);
}

int cgf_enumerate(struct cgf_enumeration *out, const struct cgf_enumeration_request *request)
{
	static struct enumerating all;
	int code, confirmed = 0;

	memset(out, 0, sizeof(*out));
	memset(&all, 0, sizeof(all));
	all.request = request;
	all.out = out;
	if ((code = cgf_fault_sets_make(&all.sets, request->programs, request->target)) == 0) {
		out->set_count = all.count = all.sets.count;
		if (request->runs > 0 && (size_t)request->runs < all.count)
			all.count = (size_t)request->runs;
		code = run_sets(&all);
		qsort(out->outcomes, out->outcome_count, sizeof(out->outcomes[0]), compare_outcomes);
		confirmed = confirm(&all);
	}
	cgf_fault_sets_free(&all.sets);
	return code != 0 ? code : confirmed;
}
