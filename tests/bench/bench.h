/*
 * bench.h: what the parts of the benchmark share. Each prints its lines of the table as it goes, and adds the
 * same figures to the JSON.
 */
#ifndef CGF_BENCH_H
#define CGF_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

enum { BENCH_PATH_BYTES_MAX = 4096, BENCH_SAMPLES_MAX = 1024 };

struct bench_options {
	const char *build_directory;
	const char *only_class; /* or NULL */
	const char *build;      /* of the engines' programs */
	long seeds, samples, runs;
	bool no_hunts, no_costs;
};

/* Sorts the values; 0 for none. */
double bench_median(double *values, size_t count);

/* (a): the first finding of each Buggy op by each engine. 0, or 3 after a line on stderr. */
int bench_hunts(cJSON *json, const struct bench_options *options);
/* (b) to (d): a step, a plan and a collection beside the bare thing. */
int bench_costs(cJSON *json, const struct bench_options *options);
/* (e). */
int bench_memory(cJSON *json, const struct bench_options *options);

#endif
