/*
 * probe.c: the measured process: plans through the runner, and beside each the bare thing that it is compared
 * with, by turns, since the machine is never quiet.
 *
 * `probe costs SAMPLES` prints samples, one a line: `NAME OURS BARE`, in nanoseconds. `probe memory FIRST
 * LAST` prints `memory RUNS BYTES`, resident, after the first and after the last of so many runs. costs.c
 * makes sense of them.
 */
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engines/engine.h"
#include "runner/runner.h"
#include "unseen.h"

/* Of the Go half, program/main.go. */
int benchCalls(char *class_name, char *variant, char *op, int times);
void benchCollect(int times);

enum {
	CALLERS = 3,
	PARKS = 2, /* of a call: at its entry and before its return */
	PLAN_BYTES_MAX = 1 + CGF_STEPS_MAX * CGF_STEP_BYTES,
	/* Turns of a sample: some ms each, less than what the kernel lets one process run on a busy core. */
	PING_PONGS = 500,
	PLANS = 20,
	PLANS_WARMING = 2, /* not measured: what was measured before has emptied the caches */
	PLAN_CALLS = 8,
	COLLECTIONS = 62,
};

static char class_name[] = "unsafe_library", variant[] = "buggy", op_name[] = "overlap";
static const char *const park_sites[PARKS] = {"late@unsafe_library_lookup.entry",
                                              "late@unsafe_library_lookup.written"};

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* ---- plans ---- */

static uint8_t index_of(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return (uint8_t)i;
	cgf_engine_fail("%s has no %s", class_name, name);
	return 0;
}

static void add_call(struct cgf_plan *plan, uint8_t caller)
{
	const struct cgf_vocabulary *words = cgf_runner_words();
	struct cgf_step *step = &plan->steps[plan->step_count++];

	*step = (struct cgf_step){.kind = CGF_STEP_CALL,
	                          .caller = caller,
	                          .word = index_of(words->ops, words->op_count, op_name),
	                          .fault_count = PARKS};
	for (size_t i = 0; i < PARKS; i++) {
		step->faults[i].site = index_of(words->sites, words->site_count, park_sites[i]);
		step->faults[i].pass = 1;
	}
}

static void add_step(struct cgf_plan *plan, enum cgf_step_kind kind, uint8_t caller)
{
	plan->steps[plan->step_count++] = (struct cgf_step){.kind = (uint8_t)kind, .caller = caller};
}

/* Calls of three callers that are inside C at the same time: all are called, and then resumed by turns. */
static void plan_of_calls(struct cgf_plan *plan, unsigned calls)
{
	*plan = (struct cgf_plan){0};
	for (unsigned done = 0; done < calls;) {
		uint8_t callers = calls - done < CALLERS ? (uint8_t)(calls - done) : CALLERS;

		for (uint8_t caller = 0; caller < callers; caller++)
			add_call(plan, caller);
		for (unsigned park = 0; park < PARKS; park++)
			for (uint8_t caller = 0; caller < callers; caller++)
				add_step(plan, CGF_STEP_RESUME, caller);
		done += callers;
	}
}

/* Calls of one caller, each resumed until it has ended: no step goes to another thread. */
static void plan_of_one_caller(struct cgf_plan *plan, unsigned calls)
{
	*plan = (struct cgf_plan){0};
	for (unsigned done = 0; done < calls; done++) {
		add_call(plan, 0);
		for (unsigned park = 0; park < PARKS; park++)
			add_step(plan, CGF_STEP_RESUME, 0);
	}
}

/* Collections while a call is inside C. */
static void plan_of_collections(struct cgf_plan *plan)
{
	*plan = (struct cgf_plan){0};
	add_call(plan, 0);
	for (unsigned i = 0; i < COLLECTIONS; i++)
		add_step(plan, CGF_STEP_GC, 0);
	add_step(plan, CGF_STEP_RESUME, 0);
}

/* Runs the plan as an engine does, from bytes. */
static int64_t run_ns(const struct cgf_plan *plan, unsigned times)
{
	uint8_t bytes[PLAN_BYTES_MAX];
	size_t size = cgf_plan_encode(bytes, plan);
	int64_t start = now_ns();

	for (unsigned i = 0; i < times; i++)
		cgf_runner_execute(bytes, size);
	return now_ns() - start;
}

static int64_t warm_run_ns(const struct cgf_plan *plan, unsigned times)
{
	run_ns(plan, PLANS_WARMING);
	return run_ns(plan, times);
}

/* ---- a bare ping-pong ---- */

/* Where the two threads may run: wherever the kernel puts them, on one core, on two. */
enum placement { ANYWHERE, ONE_CORE, TWO_CORES };

static uint32_t ping, pong;
static cpu_set_t allowed; /* before the runner chose a core for this process */

/* The allowed core after `skip` others; the last one if there are fewer. */
static int core_number(int skip)
{
	int found = 0;

	for (int core = 0; core < CPU_SETSIZE; core++)
		if (CPU_ISSET(core, &allowed)) {
			found = core;
			if (skip-- == 0)
				break;
		}
	return found;
}

static void place(enum placement placement, int thread)
{
	cpu_set_t mask = allowed;

	if (placement != ANYWHERE) {
		CPU_ZERO(&mask);
		CPU_SET(core_number(placement == TWO_CORES ? thread : 0), &mask);
	}
	sched_setaffinity(0, sizeof(mask), &mask);
}

static void *answer(void *placement)
{
	place(*(enum placement *)placement, 1);
	for (unsigned i = 0; i < PING_PONGS; i++) {
		while (cgf_load(&ping) != i + 1)
			cgf_futex_wait(&ping, i, 0);
		cgf_store(&pong, i + 1);
		cgf_futex_wake(&pong);
	}
	return NULL;
}

static void *ask(void *placement)
{
	static int64_t elapsed;

	place(*(enum placement *)placement, 0);
	elapsed = now_ns();
	for (unsigned i = 0; i < PING_PONGS; i++) {
		cgf_store(&ping, i + 1);
		cgf_futex_wake(&ping);
		while (cgf_load(&pong) != i + 1)
			cgf_futex_wait(&pong, i, 0);
	}
	elapsed = now_ns() - elapsed;
	return &elapsed;
}

/* There and back, once: two threads that do nothing else. */
static int64_t ping_pong_ns(enum placement placement)
{
	pthread_t threads[2];
	void *elapsed;

	ping = pong = 0;
	if (pthread_create(&threads[1], NULL, answer, &placement) != 0 ||
	    pthread_create(&threads[0], NULL, ask, &placement) != 0)
		cgf_engine_fail("cannot make a thread");
	pthread_join(threads[0], &elapsed);
	pthread_join(threads[1], NULL);
	return *(int64_t *)elapsed / PING_PONGS;
}

/* ---- what is measured ---- */

static void measure_step(void)
{
	static struct cgf_plan plan;
	int64_t other, same, anywhere = ping_pong_ns(ANYWHERE);

	plan_of_calls(&plan, CGF_STEPS_MAX / (1 + PARKS));
	other = warm_run_ns(&plan, PLANS) / (PLANS * plan.step_count);
	plan_of_one_caller(&plan, CGF_STEPS_MAX / (1 + PARKS));
	same = warm_run_ns(&plan, PLANS) / (PLANS * plan.step_count);
	printf("step %" PRId64 " %" PRId64 "\n", other, anywhere);
	printf("step_one_core %" PRId64 " %" PRId64 "\n", other, ping_pong_ns(ONE_CORE));
	printf("step_two_cores %" PRId64 " %" PRId64 "\n", other, ping_pong_ns(TWO_CORES));
	printf("step_same_caller %" PRId64 " %" PRId64 "\n", same, anywhere);
}

static void measure_plan(void)
{
	static struct cgf_plan plan;
	int64_t ours, start;

	plan_of_calls(&plan, PLAN_CALLS);
	ours = warm_run_ns(&plan, PLANS) / PLANS;
	start = now_ns();
	if (benchCalls(class_name, variant, op_name, PLANS * PLAN_CALLS) == 0)
		cgf_engine_fail("%s has no op %s", class_name, op_name);
	printf("plan %" PRId64 " %" PRId64 "\n", ours, (now_ns() - start) / PLANS);
}

static void measure_collection(void)
{
	static struct cgf_plan plan;
	int64_t ours, start;

	plan_of_collections(&plan);
	ours = run_ns(&plan, 1) / COLLECTIONS;
	start = now_ns();
	benchCollect(COLLECTIONS);
	printf("gc %" PRId64 " %" PRId64 "\n", ours, (now_ns() - start) / COLLECTIONS);
}

static void measure_costs(long samples)
{
	for (long i = 0; i < samples; i++) {
		measure_step();
		measure_plan();
		measure_collection();
	}
}

static void print_memory(long runs)
{
	long pages = 0;
	FILE *file = fopen("/proc/self/statm", "r");

	if (!file || fscanf(file, "%*d %ld", &pages) != 1)
		cgf_engine_fail("cannot read /proc/self/statm");
	fclose(file);
	printf("memory %ld %ld\n", runs, pages * sysconf(_SC_PAGESIZE));
	fflush(stdout);
}

static void measure_memory(long first, long last)
{
	static struct cgf_plan plan;

	plan_of_calls(&plan, PLAN_CALLS);
	run_ns(&plan, (unsigned)first);
	print_memory(first);
	run_ns(&plan, (unsigned)(last - first));
	print_memory(last);
}

int main(int argc, char **argv)
{
	sched_getaffinity(0, sizeof(allowed), &allowed);
	setenv("CGF_CLASS", class_name, 1);
	setenv("CGF_VARIANT", variant, 1);
	cgf_engine_start();
	if (argc == 3 && strcmp(argv[1], "costs") == 0)
		measure_costs(strtol(argv[2], NULL, 10));
	else if (argc == 4 && strcmp(argv[1], "memory") == 0)
		measure_memory(strtol(argv[2], NULL, 10), strtol(argv[3], NULL, 10));
	else
		cgf_engine_fail("usage: probe costs SAMPLES, or probe memory FIRST LAST");
	return fflush(stdout) == 0 ? 0 : 3;
}
