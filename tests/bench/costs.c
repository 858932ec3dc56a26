/*
 * costs.c: starts the probe and reduces its samples to medians. A ratio is the median of the ratios of
 * samples that were taken one after the other.
 */
#include "bench.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cost {
	const char *name, *about;
	double limit; /* of the ratio; 0: none */
	size_t count;
	double ours[BENCH_SAMPLES_MAX], bare[BENCH_SAMPLES_MAX], ratios[BENCH_SAMPLES_MAX];
};

static struct cost costs[] = {
        {.name = "step", .about = "(b) a step to another caller : a futex ping-pong", .limit = 1.0 / 3},
        {.name = "step_one_core", .about = "(b) the same : a futex ping-pong on one core"},
        {.name = "step_two_cores",
         .about = "(b) the same : a futex ping-pong over two cores",
         .limit = 1.0 / 3},
        {.name = "step_same_caller",
         .about = "(b) a step of the same caller : a futex ping-pong",
         .limit = 1.0 / 3},
        {.name = "plan", .about = "(c) 8 calls, 3 callers, 16 resumes : the calls alone"},
        {.name = "gc", .about = "(d) a GC step : runtime.GC()", .limit = 1.5},
};
enum { COSTS = sizeof(costs) / sizeof(costs[0]) };

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

double bench_median(double *values, size_t count)
{
	if (count == 0)
		return 0;
	qsort(values, count, sizeof(*values), compare);
	return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static void take_sample(const char *line)
{
	char name[64];
	double ours, bare;

	if (sscanf(line, "%63s %lf %lf", name, &ours, &bare) != 3 || bare <= 0)
		return;
	for (size_t i = 0; i < COSTS; i++) {
		struct cost *cost = &costs[i];

		if (strcmp(cost->name, name) != 0 || cost->count == BENCH_SAMPLES_MAX)
			continue;
		cost->ours[cost->count] = ours;
		cost->bare[cost->count] = bare;
		cost->ratios[cost->count++] = ours / bare;
	}
}

static void tell(cJSON *json, struct cost *cost, const char *build)
{
	double ours = bench_median(cost->ours, cost->count) / 1000;
	double bare = bench_median(cost->bare, cost->count) / 1000;
	double ratio = bench_median(cost->ratios, cost->count);
	cJSON *entry = cJSON_AddObjectToObject(json, cost->name);

	printf("%-52s %-5s %9.2f us %9.2f us  ratio %7.2f", cost->about, build, ours, bare, ratio);
	if (cost->limit > 0)
		printf("  limit %.2f %s", cost->limit, ratio <= cost->limit ? "kept" : "NOT KEPT");
	printf("\n");
	cJSON_AddNumberToObject(entry, "us", ours);
	cJSON_AddNumberToObject(entry, "bare_us", bare);
	cJSON_AddNumberToObject(entry, "ratio", ratio);
	cJSON_AddNumberToObject(entry, "samples", (double)cost->count);
	if (strcmp(cost->name, "plan") != 0 || ours <= 0)
		return;
	printf("%-52s %-5s %9.0f /s  limit 3000 %s\n", "(c) the same plan, executions", build, 1e6 / ours,
	       1e6 / ours >= 3000 ? "kept" : "NOT KEPT");
	cJSON_AddNumberToObject(entry, "executions_per_second", 1e6 / ours);
}

/* The probe of a build with these arguments; NULL after a line on stderr. */
static FILE *probe_start(const struct bench_options *options, const char *build, const char *arguments)
{
	char command[BENCH_PATH_BYTES_MAX + 128];
	FILE *probe;

	fflush(stdout);
	snprintf(command, sizeof(command), "exec '%s/tests/bench/probe-%s' %s", options->build_directory,
	         build, arguments);
	probe = popen(command, "r");
	if (!probe)
		fprintf(stderr, "cgofault: harness cannot start %s\n", command);
	return probe;
}

static int probe_end(FILE *probe)
{
	if (pclose(probe) == 0)
		return 0;
	fprintf(stderr, "cgofault: harness the probe failed\n");
	return 3;
}

static int costs_of_build(cJSON *json, const struct bench_options *options, const char *build)
{
	char arguments[64], line[256];
	FILE *probe;

	snprintf(arguments, sizeof(arguments), "costs %ld", options->samples);
	probe = probe_start(options, build, arguments);
	if (!probe)
		return 3;
	for (size_t i = 0; i < COSTS; i++)
		costs[i].count = 0;
	while (fgets(line, sizeof(line), probe))
		take_sample(line);
	for (size_t i = 0; i < COSTS; i++)
		tell(json, &costs[i], build);
	return probe_end(probe);
}

int bench_costs(cJSON *json, const struct bench_options *options)
{
	static const char *const builds[] = {"asan", "plain"};
	int code = 0;

	for (size_t i = 0; code == 0 && i < sizeof(builds) / sizeof(builds[0]); i++)
		code = costs_of_build(cJSON_AddObjectToObject(json, builds[i]), options, builds[i]);
	return code;
}

enum { MEMORY_FIRST = 10000, MEMORY_GROWTH_MB_MAX = 20 };

int bench_memory(cJSON *json, const struct bench_options *options)
{
	char arguments[64], line[256];
	double megabytes[2] = {0};
	size_t count = 0;
	cJSON *entry = cJSON_AddObjectToObject(json, "memory");
	FILE *probe;

	snprintf(arguments, sizeof(arguments), "memory %d %ld", MEMORY_FIRST, options->runs);
	probe = probe_start(options, "asan", arguments);
	if (!probe)
		return 3;
	while (count < 2 && fgets(line, sizeof(line), probe))
		if (sscanf(line, "memory %*d %lf", &megabytes[count]) == 1)
			megabytes[count++] /= 1024 * 1024;
	printf("(e) memory after %d runs %.1f MB, after %ld runs %.1f MB: %+.1f MB  limit %d %s\n",
	       MEMORY_FIRST, megabytes[0], options->runs, megabytes[1], megabytes[1] - megabytes[0],
	       MEMORY_GROWTH_MB_MAX,
	       count == 2 && megabytes[1] - megabytes[0] < MEMORY_GROWTH_MB_MAX ? "kept" : "NOT KEPT");
	cJSON_AddNumberToObject(entry, "first_runs", MEMORY_FIRST);
	cJSON_AddNumberToObject(entry, "first_mb", megabytes[0]);
	cJSON_AddNumberToObject(entry, "last_runs", (double)options->runs);
	cJSON_AddNumberToObject(entry, "last_mb", megabytes[1]);
	return probe_end(probe);
}
