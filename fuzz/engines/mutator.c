/*
 * mutator.c: see mutator.h.
 *
 * What finds a bug is seldom one step: a call that is held open inside C, something that happens meanwhile,
 * and its end. Such a group of steps is a scene here, and scenes are inserted as often as single steps.
 */
#include "mutator.h"

#include <stdbool.h>
#include <string.h>

#include "cgf_control.h"
#include "cgf_stats.h"

enum {
	FRESH_SCENES_MAX = 3, /* of a plan made from nothing: short plans run fast and are easy to read */
	FRESH_ONE_IN =
	        8, /* how often a plan is dropped for a fresh one: a way out of a corpus that leads nowhere */
	REPEATED_ONE_IN = 4, /* how often a step's further fault is one that it has, on its next pass */
	UNLIKELY_ONE_IN = 8,
	FEW_KINDS_ONE_IN = 2,
	OPENING_ROUND = 4,
	CHANGES_MAX = 4, /* of one mutation */
	TRIES_MAX = 16,  /* changes that found nothing to change */
	ENCODED_BYTES_MAX = 1 + CGF_STEPS_MAX * CGF_STEP_BYTES,
};

struct mutation {
	struct cgf_plan plan;
	const struct cgf_vocabulary *words;
	const struct cgf_reached *reached; /* may be NULL */
	bool left_out[CGF_SITES_MAX];      /* no fault is drawn from these */
	uint64_t random;
};

/* A number below `end`, which is at least 1. splitmix64: any seed is as good as any other. */
static uint32_t draw(struct mutation *m, size_t end)
{
	uint64_t x = m->random += 0x9e3779b97f4a7c15u;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	x ^= x >> 31;
	return (uint32_t)((x >> 32) % end);
}

static bool one_in(struct mutation *m, size_t count)
{
	return draw(m, count) == 0;
}

/* ---- parts of steps ---- */

static bool is_late(const struct mutation *m, uint8_t site)
{
	const char *name = site < m->words->site_count ? m->words->sites[site] : NULL;

	return name != NULL && strncmp(name, "late@", strlen("late@")) == 0;
}

/* The call may stay open inside C: one of its faults is late, or may be, as far as the names are known. */
static bool may_be_held(const struct mutation *m, const struct cgf_step *step)
{
	if (step->kind != CGF_STEP_CALL)
		return false;
	for (size_t i = 0; i < step->fault_count; i++) {
		if (is_late(m, step->faults[i].site) || m->words->sites[step->faults[i].site] == NULL)
			return true;
	}
	return false;
}

/* The sites of late returns, or all others. Returns their number. */
static size_t list_sites(uint8_t out[CGF_SITES_MAX], const struct mutation *m, bool late)
{
	size_t count = 0;

	for (size_t site = 0; site < m->words->site_count; site++) {
		if (is_late(m, (uint8_t)site) == late)
			out[count++] = (uint8_t)site;
	}
	return count;
}

/* The sites that a fault of this step is likely to happen at, as far as that is known; of those left out too,
 * where there are no others. */
static size_t list_likely(uint8_t out[CGF_SITES_MAX], const struct mutation *m, const struct cgf_step *step)
{
	bool known = m->reached != NULL && step->kind == CGF_STEP_CALL;
	size_t count = 0, last = m->words->site_count;

	for (size_t site = 0; site < m->words->site_count; site++) {
		if (known && !m->reached->sites[step->word][site])
			continue;
		if (!m->left_out[site])
			out[count++] = (uint8_t)site;
		else
			out[--last] = (uint8_t)site;
	}
	if (count > 0)
		return count;
	memmove(out, out + last, m->words->site_count - last);
	return m->words->site_count - last;
}

/* Half of all faults are late returns, when the class has any: what happens meanwhile is what most plans are
 * about. */
static uint8_t draw_site(struct mutation *m, const uint8_t *sites, size_t count)
{
	uint8_t late[CGF_SITES_MAX];
	size_t late_count = 0;

	for (size_t i = 0; i < count; i++) {
		if (is_late(m, sites[i]))
			late[late_count++] = sites[i];
	}
	return late_count > 0 && one_in(m, 2) ? late[draw(m, late_count)] : sites[draw(m, count)];
}

/* What an op calls only after a failure is not known before. */
static struct cgf_planned_fault draw_fault(struct mutation *m, const struct cgf_step *step)
{
	uint8_t sites[CGF_SITES_MAX];
	size_t count = one_in(m, UNLIKELY_ONE_IN) ? 0 : list_likely(sites, m, step);
	struct cgf_planned_fault fault = {.pass = 1};

	for (size_t site = 0; count == 0 && site < m->words->site_count; site++)
		sites[site] = (uint8_t)site;
	fault.site = draw_site(m, sites, count > 0 ? count : m->words->site_count);
	if (one_in(m, 8))
		fault.pass = (uint8_t)(1 + draw(m, CGF_PASS_MAX));
	return fault;
}

/* Two names begin alike: late@, errno@, hop@, or a word of the shim's. */
static bool same_kind(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b && *a != '@')
		a++, b++;
	return *a == *b;
}

/* Some plans have few kinds of faults: one kind too many ends most plans before the others matter (swarm
 * testing). */
static void leave_out_kinds(struct mutation *m)
{
	const char *const *names = m->words->sites;

	if (!one_in(m, FEW_KINDS_ONE_IN))
		return;
	for (size_t site = 0; site < m->words->site_count; site++) {
		size_t first = 0;

		while (names[site] != NULL && first < site &&
		       (names[first] == NULL || !same_kind(names[first], names[site])))
			first++;
		m->left_out[site] = first < site ? m->left_out[first] : one_in(m, 2);
	}
}

/* A fault of the step on its next pass: what a retry loop meets when its function fails twice. */
static struct cgf_planned_fault repeat_fault(struct mutation *m, const struct cgf_step *step)
{
	struct cgf_planned_fault fault = step->faults[draw(m, step->fault_count)];

	fault.pass = (uint8_t)(1 + fault.pass % CGF_PASS_MAX);
	return fault;
}

static bool add_fault(struct mutation *m, struct cgf_step *step)
{
	struct cgf_planned_fault fault;

	if (step->fault_count == CGF_FAULTS_MAX || m->words->site_count == 0)
		return false;
	fault = step->fault_count > 0 && one_in(m, REPEATED_ONE_IN) ? repeat_fault(m, step)
	                                                            : draw_fault(m, step);
	step->faults[step->fault_count++] = fault;
	return true;
}

/* Small arguments are the ones that two calls share. */
static uint8_t draw_argument(struct mutation *m)
{
	return (uint8_t)draw(m, one_in(m, 2) ? 4 : 256);
}

static struct cgf_step make_gc(void)
{
	return (struct cgf_step){.kind = CGF_STEP_GC};
}

static struct cgf_step make_resume(uint8_t caller)
{
	return (struct cgf_step){.kind = CGF_STEP_RESUME, .caller = caller};
}

static struct cgf_step make_fire(struct mutation *m)
{
	struct cgf_step step = {.kind = CGF_STEP_FIRE, .caller = CGF_CALLER_LIBRARY};

	if (m->words->action_count == 0)
		return make_gc();
	step.word = (uint8_t)draw(m, m->words->action_count);
	if (one_in(m, 4))
		add_fault(m, &step);
	return step;
}

/* Few faults are tried before many. */
static size_t draw_fault_count(struct mutation *m)
{
	static const uint8_t counts[] = {0, 0, 1, 1, 1, 1, 2, 2, 3, CGF_FAULTS_MAX};

	return counts[draw(m, sizeof(counts))];
}

static struct cgf_step make_call(struct mutation *m, uint8_t caller)
{
	struct cgf_step step = {.kind = CGF_STEP_CALL, .caller = caller};

	if (m->words->op_count == 0)
		return make_gc();
	step.word = (uint8_t)draw(m, m->words->op_count);
	step.argument = draw_argument(m);
	for (size_t count = draw_fault_count(m); count > 0; count--)
		add_fault(m, &step);
	return step;
}

static uint8_t draw_caller(struct mutation *m)
{
	return (uint8_t)draw(m, one_in(m, 2) ? 2 : CGF_CALLER_LIBRARY);
}

/* What can matter while a caller is inside C, or has left a pointer there. */
static struct cgf_step make_meanwhile(struct mutation *m, uint8_t caller)
{
	switch (draw(m, 4)) {
	case 0:
		return make_resume(caller);
	case 1:
		return make_fire(m);
	case 2:
		return make_call(m, draw_caller(m));
	default:
		return make_gc();
	}
}

static struct cgf_step make_any(struct mutation *m)
{
	uint8_t caller = draw_caller(m);

	switch (draw(m, 4)) {
	case 0:
		return make_resume(one_in(m, CGF_PLAN_CALLERS) ? CGF_CALLER_LIBRARY : caller);
	case 1:
		return make_meanwhile(m, caller);
	default:
		return make_call(m, caller);
	}
}

/* ---- changes: each says whether it found something to change ---- */

static bool insert(struct mutation *m, size_t at, struct cgf_step step)
{
	struct cgf_plan *plan = &m->plan;

	if (plan->step_count == CGF_STEPS_MAX)
		return false;
	memmove(&plan->steps[at + 1], &plan->steps[at], (plan->step_count - at) * sizeof(plan->steps[0]));
	plan->steps[at] = step;
	plan->step_count++;
	return true;
}

static struct cgf_step *draw_step(struct mutation *m)
{
	return &m->plan.steps[draw(m, m->plan.step_count)];
}

/* One call and what follows it: collected, fired, resumed in any order. */
static bool insert_lone_scene(struct mutation *m, size_t at)
{
	uint8_t caller = draw_caller(m);

	if (!insert(m, at++, make_call(m, caller)))
		return false;
	for (size_t count = 1 + draw(m, 3); count > 0; count--)
		insert(m, at++, make_meanwhile(m, caller));
	return insert(m, at, one_in(m, 2) ? make_resume(caller) : make_fire(m));
}

/* Two calls, often of one op, open at the same time. */
static bool insert_pair_scene(struct mutation *m, size_t at)
{
	uint8_t first = draw_caller(m), second = (uint8_t)((first + 1) % CGF_CALLER_LIBRARY);
	struct cgf_step call = make_call(m, first);

	if (!insert(m, at++, call))
		return false;
	if (one_in(m, 2))
		call = make_call(m, second);
	if (call.kind == CGF_STEP_CALL)
		call.caller = second;
	call.argument = call.kind == CGF_STEP_CALL ? draw_argument(m) : 0;
	insert(m, at++, call);
	if (one_in(m, 2))
		insert(m, at++, make_meanwhile(m, first));
	insert(m, at++, make_resume(first));
	return insert(m, at, make_resume(second));
}

static bool insert_scene(struct mutation *m)
{
	size_t at = draw(m, m->plan.step_count + 1u);

	return one_in(m, 3) ? insert_pair_scene(m, at) : insert_lone_scene(m, at);
}

static bool insert_step(struct mutation *m)
{
	return insert(m, draw(m, m->plan.step_count + 1u), make_any(m));
}

static bool insert_meanwhile(struct mutation *m)
{
	size_t held[CGF_STEPS_MAX], held_count = 0;

	for (size_t i = 0; i < m->plan.step_count; i++) {
		if (may_be_held(m, &m->plan.steps[i]))
			held[held_count++] = i;
	}
	if (held_count == 0)
		return false;
	size_t at = held[draw(m, held_count)];

	return insert(m, at + 1, make_meanwhile(m, m->plan.steps[at].caller));
}

static bool delete_step(struct mutation *m)
{
	struct cgf_plan *plan = &m->plan;
	size_t at;

	if (plan->step_count < 2)
		return false;
	at = draw(m, plan->step_count);
	plan->step_count--;
	memmove(&plan->steps[at], &plan->steps[at + 1], (plan->step_count - at) * sizeof(plan->steps[0]));
	return true;
}

static bool duplicate_step(struct mutation *m)
{
	return insert(m, draw(m, m->plan.step_count + 1u), *draw_step(m));
}

static bool swap_steps(struct mutation *m)
{
	struct cgf_step *a = draw_step(m), *b = draw_step(m);
	struct cgf_step kept = *a;

	if (a == b)
		return false;
	*a = *b;
	*b = kept;
	return true;
}

static bool replace_step(struct mutation *m)
{
	*draw_step(m) = make_any(m);
	return true;
}

static bool may_have_faults(const struct cgf_step *step)
{
	return step->kind == CGF_STEP_CALL || step->kind == CGF_STEP_FIRE;
}

static bool insert_fault(struct mutation *m)
{
	struct cgf_step *step = draw_step(m);

	return may_have_faults(step) && add_fault(m, step);
}

static bool delete_fault(struct mutation *m)
{
	struct cgf_step *step = draw_step(m);

	if (step->fault_count == 0)
		return false;
	step->faults[draw(m, step->fault_count)] = step->faults[step->fault_count - 1];
	step->fault_count--;
	return true;
}

static bool change_fault(struct mutation *m)
{
	struct cgf_step *step = draw_step(m);
	struct cgf_planned_fault *fault;

	if (step->fault_count == 0)
		return false;
	fault = &step->faults[draw(m, step->fault_count)];
	if (one_in(m, 4))
		fault->pass = (uint8_t)(1 + fault->pass % CGF_PASS_MAX);
	else
		*fault = draw_fault(m, step);
	return true;
}

static bool change_caller(struct mutation *m)
{
	struct cgf_step *step = draw_step(m);

	if (step->kind != CGF_STEP_CALL && step->kind != CGF_STEP_RESUME)
		return false;
	step->caller = draw_caller(m);
	return true;
}

static bool change_word(struct mutation *m)
{
	struct cgf_step *step = draw_step(m);

	if (!may_have_faults(step))
		return false;
	step->word =
	        (uint8_t)draw(m, step->kind == CGF_STEP_CALL ? m->words->op_count : m->words->action_count);
	return true;
}

static bool change_argument(struct mutation *m)
{
	struct cgf_step *step = draw_step(m);

	if (step->kind != CGF_STEP_CALL)
		return false;
	step->argument = draw_argument(m);
	return true;
}

static bool change_seed(struct mutation *m)
{
	m->plan.seed = (uint8_t)draw(m, 256);
	return true;
}

/* A change that stands here twice is made twice as often. */
static bool (*const changes[])(struct mutation *m) = {
        insert_scene,  insert_scene, insert_meanwhile, insert_meanwhile, insert_step,
        delete_step,   delete_step,  duplicate_step,   swap_steps,       replace_step,
        insert_fault,  insert_fault, delete_fault,     change_fault,     change_fault,
        change_caller, change_word,  change_argument,  change_argument,  change_seed,
};

/* ---- whole plans ---- */

static void make_fresh(struct mutation *m)
{
	m->plan.step_count = 0;
	for (size_t count = 1 + draw(m, FRESH_SCENES_MAX); count > 0; count--)
		insert_scene(m);
}

static void change_plan(struct mutation *m)
{
	size_t left = 1 + draw(m, CHANGES_MAX);

	for (size_t tries = 0; left > 0 && tries < TRIES_MAX; tries++) {
		if (changes[draw(m, sizeof(changes) / sizeof(changes[0]))](m))
			left--;
	}
}

/* Steps that do not fit are left out. */
static size_t encode(uint8_t *bytes, size_t size_max, struct cgf_plan *plan)
{
	uint8_t encoded[ENCODED_BYTES_MAX];
	size_t size, steps_max;

	if (size_max == 0)
		return 0;
	steps_max = (size_max - 1) / CGF_STEP_BYTES;
	if (plan->step_count > steps_max)
		plan->step_count = (uint8_t)steps_max;
	size = cgf_plan_encode(encoded, plan);
	memcpy(bytes, encoded, size);
	return size;
}

size_t cgf_mutate(uint8_t *bytes, size_t size, size_t size_max, const struct cgf_vocabulary *words,
                  const struct cgf_reached *reached, uint64_t seed)
{
	struct mutation m = {.words = words, .reached = reached, .random = seed};

	leave_out_kinds(&m);
	cgf_plan_decode(&m.plan, words, bytes, size);
	if (m.plan.step_count == 0 || one_in(&m, FRESH_ONE_IN))
		make_fresh(&m);
	else
		change_plan(&m);
	return encode(bytes, size_max, &m.plan);
}

/* Two callers in an initialisation are a commoner bug than a failure there. */
static struct cgf_planned_fault opening_fault(const struct mutation *m, unsigned index)
{
	uint8_t sites[CGF_SITES_MAX];
	unsigned rounds = index / OPENING_ROUND, place = index % OPENING_ROUND;
	bool late = place != OPENING_ROUND - 1;
	size_t count = list_sites(sites, m, late),
	       turn = late ? rounds * (OPENING_ROUND - 1) + place : rounds;

	if (count == 0) {
		count = list_sites(sites, m, !late);
		turn = index;
	}
	return (struct cgf_planned_fault){.site = sites[turn % count], .pass = 1};
}

size_t cgf_open(uint8_t *out, size_t size_max, const struct cgf_vocabulary *words, unsigned index,
                uint64_t seed)
{
	struct mutation m = {.words = words, .random = seed};
	struct cgf_step call = make_call(&m, 0), second = make_call(&m, 1);

	if (call.kind != CGF_STEP_CALL)
		return 0;
	call.fault_count = 0;
	if (words->site_count > 0)
		call.faults[call.fault_count++] = opening_fault(&m, index);
	insert(&m, 0, call);
	if (one_in(&m, 4))
		insert(&m, 1, make_meanwhile(&m, 0));
	else
		second.word = call.word;
	insert(&m, m.plan.step_count, second);
	insert(&m, m.plan.step_count, make_resume(0));
	insert(&m, m.plan.step_count, make_resume(1));
	return encode(out, size_max, &m.plan);
}

size_t cgf_splice(uint8_t *out, size_t size_max, const uint8_t *a, size_t a_size, const uint8_t *b,
                  size_t b_size, const struct cgf_vocabulary *words, uint64_t seed)
{
	struct mutation m = {.words = words, .random = seed};
	struct cgf_plan tail;

	cgf_plan_decode(&m.plan, words, a, a_size);
	cgf_plan_decode(&tail, words, b, b_size);
	m.plan.step_count = (uint8_t)draw(&m, m.plan.step_count + 1u);
	for (size_t at = draw(&m, tail.step_count + 1u); at < tail.step_count; at++)
		insert(&m, m.plan.step_count, tail.steps[at]);
	return encode(out, size_max, &m.plan);
}
