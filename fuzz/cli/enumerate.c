/*
 * enumerate.c: see enumerate.h. First every set is run once; then, for each op and verdict, the smallest set
 * that had it is run in fresh processes until it is confirmed.
 */
#include "enumerate.h"

#include "child.h"
#include "files.h"
#include "finding.h"
#include "ops.h"
#include "progress.h"
#include "replay.h"
#include "replay_pool.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NO_FAULT = -1, BAR_WIDTH = 24 };

/* A plan of one call. */
struct fault_set {
	uint8_t op;
	int8_t faults[2];
};

struct enumerating {
	const struct cgf_enumeration_request *request;
	struct cgf_enumeration *out;
	size_t op_count, fault_count;
	char ops[CGF_OPS_MAX][CGF_NAME_BYTES_MAX], faults[CGF_SITES_MAX][CGF_NAME_BYTES_MAX];
	struct fault_set *sets;
	size_t count; /* of sets to run */
	int64_t start_ms;
	/* while claims are confirmed: which outcome each replay belongs to, and how many agreed */
	size_t claims[CGF_OUTCOMES_MAX], claim_count;
	unsigned agreed[CGF_OUTCOMES_MAX];
};

/* ---- the sets ---- */

static int read_ops(struct enumerating *all)
{
	static struct cgf_listed_ops ops;
	const struct cgf_target *target = all->request->target;
	bool fixed = cgf_variant_is_fixed(target->variant);
	int code = cgf_ops_list(&ops, all->request->programs);

	for (size_t i = 0; code == 0 && i < ops.count; i++) {
		const struct cgf_listed_op *op = &ops.ops[i];

		if (strcmp(op->class_name, target->class_name) == 0 && (fixed ? op->fixed : op->buggy) &&
		    all->op_count < CGF_OPS_MAX &&
		    (target->op[0] == '\0' || strcmp(target->op, op->name) == 0))
			cgf_text_make(all->ops[all->op_count++], CGF_NAME_BYTES_MAX, "%s", op->name);
	}
	if (code == 0 && all->op_count == 0)
		return cgf_wrong_usage("class %s has no op '%s' in the variant %s; cgofault list shows them",
		                       target->class_name, target->op, target->variant);
	return code;
}

/* CLASS<TAB>FAULT<TAB>ABOUT */
static int read_faults(struct enumerating *all)
{
	const struct cgf_target *target = all->request->target;
	char *rest = cgf_program_list(all->request->programs, target->set, "--faults"), *line;

	if (!rest)
		return CGF_EXIT_HARNESS;
	while ((line = strsep(&rest, "\n")) && all->fault_count < CGF_SITES_MAX) {
		char *class_name = strsep(&line, "\t"), *fault = strsep(&line, "\t");

		if (fault && strcmp(class_name, target->class_name) == 0)
			cgf_text_make(all->faults[all->fault_count++], CGF_NAME_BYTES_MAX, "%s", fault);
	}
	return 0;
}

static void add_set(struct enumerating *all, size_t op, int first, int second)
{
	all->sets[all->count++] = (struct fault_set){(uint8_t)op, {(int8_t)first, (int8_t)second}};
}

/* The smaller sets come first, so that a verdict's first set is one of its smallest. */
static int make_sets(struct enumerating *all)
{
	int faults = (int)all->fault_count;

	all->out->set_count = all->op_count * (size_t)(1 + faults + faults * (faults - 1) / 2);
	all->sets = calloc(all->out->set_count, sizeof(*all->sets));
	if (!all->sets)
		return cgf_harness_failed("out of memory");
	for (size_t op = 0; op < all->op_count; op++)
		add_set(all, op, NO_FAULT, NO_FAULT);
	for (int i = 0; i < faults; i++)
		for (size_t op = 0; op < all->op_count; op++)
			add_set(all, op, i, NO_FAULT);
	for (int i = 0; i < faults; i++)
		for (int j = i + 1; j < faults; j++)
			for (size_t op = 0; op < all->op_count; op++)
				add_set(all, op, i, j);
	if (all->request->runs > 0 && (size_t)all->request->runs < all->count)
		all->count = (size_t)all->request->runs;
	return 0;
}

static const struct fault_set *set_at(const struct enumerating *all, size_t index)
{
	return &all->sets[(index + (size_t)all->request->first) % all->out->set_count];
}

/* ---- running them ---- */

static void plan_of_set(char *out, size_t size, size_t index, const void *data)
{
	const struct enumerating *all = data;
	const struct cgf_target *target = all->request->target;
	const struct fault_set *set = set_at(all, index);
	size_t length =
	        (size_t)snprintf(out, size, "cgofault plan 1\nclass: %s\nvariant: %s\nbuild: %s\n\ncall A %s",
	                         target->class_name, target->variant, target->build, all->ops[set->op]);

	for (size_t i = 0; i < 2; i++)
		if (set->faults[i] != NO_FAULT)
			length += (size_t)snprintf(out + length, size - length, " %s",
			                           all->faults[set->faults[i]]);
	snprintf(out + length, size - length, "\n");
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
	const struct fault_set *set = set_at(all, index);
	struct cgf_stats *stats = &all->out->total.stats;
	struct cgf_enumerated_outcome *outcome;

	if (code != 0)
		return;
	stats->executions++;
	stats->effective += set->faults[0] != NO_FAULT;
	for (size_t i = 0; i < 2; i++)
		if (set->faults[i] != NO_FAULT)
			stats->fired[set->op][set->faults[i]]++;
	outcome = outcome_of(all->out, all->ops[set->op], verdict);
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
	stats->op_count = (uint32_t)all->op_count;
	stats->site_count = (uint32_t)all->fault_count;
	memcpy(stats->ops, all->ops, sizeof(stats->ops));
	memcpy(stats->sites, all->faults, sizeof(stats->sites));
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
	code = cgf_file_write(path, log, size);
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
	if ((code = read_ops(&all)) == 0 && (code = read_faults(&all)) == 0 &&
	    (code = make_sets(&all)) == 0) {
		code = run_sets(&all);
		qsort(out->outcomes, out->outcome_count, sizeof(out->outcomes[0]), compare_outcomes);
		confirmed = confirm(&all);
	}
	free(all.sets);
	return code != 0 ? code : confirmed;
}
