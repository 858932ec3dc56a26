/*
 * plan.c: plans as bytes, for the engines.
 *
 * Byte 0 is the seed. Records of CGF_STEP_BYTES follow, one a step, so that removing one shifts no other:
 *
 *	[kind][caller][word][argument][site 0][pass 0] ... [site 3][pass 3]
 *
 * Every value of every byte means something, and values near each other often mean the same, so that an
 *engine's small changes are small changes of the plan. Bytes missing from the last record are 0.
 */
#include "cgf_control.h"
#include "plan_words.h"

#include <assert.h>
#include <string.h>

enum { AT_KIND, AT_CALLER, AT_WORD, AT_ARGUMENT, AT_FAULTS };

static_assert(AT_FAULTS + 2 * CGF_FAULTS_MAX == CGF_STEP_BYTES, "a record holds every fault of a step");

/* The smallest byte of each meaning is the one that is encoded. */
enum { KIND_MASK = 15, KIND_RESUME = 8, KIND_FIRE = 13, KIND_GC = 15 };
enum { SITE_FIRST = 128, PASS_SECOND = 192, PASS_THIRD = 240 };

static_assert(SITE_FIRST + CGF_SITES_MAX - 1 <= UINT8_MAX, "every site has a byte");

static uint8_t cgf_kind_decode(uint8_t byte, const struct cgf_vocabulary *words)
{
	uint8_t kind = byte & KIND_MASK;

	if (kind >= KIND_GC)
		return CGF_STEP_GC;
	if (kind >= KIND_FIRE)
		return words->action_count ? CGF_STEP_FIRE : CGF_STEP_RESUME;
	if (kind >= KIND_RESUME)
		return CGF_STEP_RESUME;
	return words->op_count ? CGF_STEP_CALL : CGF_STEP_GC;
}

static uint8_t cgf_pass_decode(uint8_t byte)
{
	if (byte < PASS_SECOND)
		return 1;
	return byte < PASS_THIRD ? 2 : 3;
}

/* A fault that the step already has is dropped: a call can suffer it once. */
static void cgf_fault_add(struct cgf_step *step, uint8_t site, uint8_t pass)
{
	for (size_t i = 0; i < step->fault_count; i++)
		if (step->faults[i].site == site && step->faults[i].pass == pass)
			return;
	step->faults[step->fault_count].site = site;
	step->faults[step->fault_count].pass = pass;
	step->fault_count++;
}

static void cgf_faults_decode(struct cgf_step *step, const struct cgf_vocabulary *words, const uint8_t *slots)
{
	for (size_t i = 0; i < CGF_FAULTS_MAX; i++) {
		uint8_t site = slots[2 * i];

		if (site < SITE_FIRST || words->site_count == 0)
			continue;
		cgf_fault_add(step, (uint8_t)((site - SITE_FIRST) % words->site_count),
		              cgf_pass_decode(slots[2 * i + 1]));
	}
}

static void cgf_step_decode(struct cgf_step *step, const struct cgf_vocabulary *words, const uint8_t *record)
{
	step->kind = cgf_kind_decode(record[AT_KIND], words);
	switch (step->kind) {
	case CGF_STEP_CALL:
		step->caller = record[AT_CALLER] % CGF_CALLER_LIBRARY;
		step->word = (uint8_t)(record[AT_WORD] % words->op_count);
		step->argument = record[AT_ARGUMENT];
		cgf_faults_decode(step, words, record + AT_FAULTS);
		break;
	case CGF_STEP_RESUME:
		/* A fire step of a class without actions becomes this one too, and then the library is meant.
		 */
		step->caller = (record[AT_KIND] & KIND_MASK) >= KIND_FIRE
		                       ? CGF_CALLER_LIBRARY
		                       : record[AT_CALLER] % CGF_PLAN_CALLERS;
		break;
	case CGF_STEP_FIRE:
		step->caller = CGF_CALLER_LIBRARY;
		step->word = (uint8_t)(record[AT_WORD] % words->action_count);
		cgf_faults_decode(step, words, record + AT_FAULTS);
		break;
	default:
		break;
	}
}

void cgf_plan_decode(struct cgf_plan *out, const struct cgf_vocabulary *words, const uint8_t *bytes,
                     size_t size)
{
	cgf_plan_require(words->op_count <= CGF_OPS_MAX && words->action_count <= CGF_ACTIONS_MAX &&
	                         words->site_count <= CGF_SITES_MAX,
	                 "a vocabulary is larger than its limits");
	memset(out, 0, sizeof(*out));
	if (size == 0)
		return;
	out->seed = bytes[0];
	for (size_t at = 1; at < size && out->step_count < CGF_STEPS_MAX; at += CGF_STEP_BYTES) {
		uint8_t record[CGF_STEP_BYTES] = {0};
		size_t left = size - at;

		memcpy(record, bytes + at, left < sizeof(record) ? left : sizeof(record));
		cgf_step_decode(&out->steps[out->step_count++], words, record);
	}
}

static void cgf_step_encode(uint8_t *record, const struct cgf_step *step)
{
	static const uint8_t kinds[] = {[CGF_STEP_CALL] = 0,
	                                [CGF_STEP_RESUME] = KIND_RESUME,
	                                [CGF_STEP_FIRE] = KIND_FIRE,
	                                [CGF_STEP_GC] = KIND_GC};
	static const uint8_t passes[] = {0, 0, PASS_SECOND, PASS_THIRD};

	cgf_plan_require(step->kind <= CGF_STEP_GC && step->fault_count <= CGF_FAULTS_MAX,
	                 "a step of a plan is beyond its limits");
	memset(record, 0, CGF_STEP_BYTES);
	record[AT_KIND] = kinds[step->kind];
	record[AT_CALLER] = step->caller;
	record[AT_WORD] = step->word;
	record[AT_ARGUMENT] = step->argument;
	for (size_t i = 0; i < step->fault_count; i++) {
		const struct cgf_planned_fault *fault = &step->faults[i];

		cgf_plan_require(fault->site < CGF_SITES_MAX && fault->pass >= 1 &&
		                         fault->pass <= CGF_PASS_MAX,
		                 "a fault of a plan is beyond its limits");
		record[AT_FAULTS + 2 * i] = (uint8_t)(SITE_FIRST + fault->site);
		record[AT_FAULTS + 2 * i + 1] = passes[fault->pass];
	}
}

size_t cgf_plan_encode(uint8_t *bytes, const struct cgf_plan *plan)
{
	cgf_plan_require(plan->step_count <= CGF_STEPS_MAX, "a plan has too many steps");
	bytes[0] = plan->seed;
	for (size_t i = 0; i < plan->step_count; i++)
		cgf_step_encode(bytes + 1 + i * CGF_STEP_BYTES, &plan->steps[i]);
	return 1 + (size_t)plan->step_count * CGF_STEP_BYTES;
}

static bool cgf_step_equal(const struct cgf_step *a, const struct cgf_step *b)
{
	if (a->kind != b->kind || a->caller != b->caller || a->word != b->word ||
	    a->argument != b->argument || a->fault_count != b->fault_count)
		return false;
	/* Slots behind the last fault mean nothing, so a mutator need not clear them. */
	for (size_t i = 0; i < a->fault_count; i++)
		if (a->faults[i].site != b->faults[i].site || a->faults[i].pass != b->faults[i].pass)
			return false;
	return true;
}

bool cgf_plan_equal(const struct cgf_plan *a, const struct cgf_plan *b)
{
	if (a->seed != b->seed || a->step_count != b->step_count)
		return false;
	for (size_t i = 0; i < a->step_count; i++)
		if (!cgf_step_equal(&a->steps[i], &b->steps[i]))
			return false;
	return true;
}

/* FNV-1a, 64 bits. */
static uint64_t cgf_hash_byte(uint64_t hash, uint8_t byte)
{
	return (hash ^ byte) * UINT64_C(0x100000001b3);
}

/* The NUL is hashed too: two names in a row are never one longer name. */
static uint64_t cgf_hash_name(uint64_t hash, const char *name)
{
	do
		hash = cgf_hash_byte(hash, (uint8_t)*name);
	while (*name++);
	return hash;
}

static uint64_t cgf_hash_step(uint64_t hash, const struct cgf_step *step, const struct cgf_vocabulary *words)
{
	hash = cgf_hash_byte(hash, step->kind);
	hash = cgf_hash_byte(hash, step->caller);
	if (step->kind == CGF_STEP_CALL)
		hash = cgf_hash_name(hash, cgf_plan_word(words->ops, words->op_count, step->word));
	if (step->kind == CGF_STEP_FIRE)
		hash = cgf_hash_name(hash, cgf_plan_word(words->actions, words->action_count, step->word));
	hash = cgf_hash_byte(hash, step->argument);
	for (size_t i = 0; i < step->fault_count; i++) {
		hash = cgf_hash_name(hash,
		                     cgf_plan_word(words->sites, words->site_count, step->faults[i].site));
		hash = cgf_hash_byte(hash, step->faults[i].pass);
	}
	/* An empty name ends the faults: the next step's kind is never the start of another one. */
	return cgf_hash_name(hash, "");
}

uint32_t cgf_plan_digest(const struct cgf_plan *plan, const struct cgf_vocabulary *words)
{
	uint64_t hash = cgf_hash_byte(UINT64_C(0xcbf29ce484222325), plan->seed);

	cgf_plan_require(plan->step_count <= CGF_STEPS_MAX, "a plan has too many steps");
	for (size_t i = 0; i < plan->step_count; i++) {
		cgf_plan_require(plan->steps[i].fault_count <= CGF_FAULTS_MAX, "a step has too many faults");
		hash = cgf_hash_step(hash, &plan->steps[i], words);
	}
	return (uint32_t)(hash ^ (hash >> 32));
}
