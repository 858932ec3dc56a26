/*
 * bench.c: prints the table of all benchmarks, and writes the same as JSON to tests/bench/bench.json in the
 * build folder. The lines are lettered as in README.md.
 */
#include "bench.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option names[] = {{"no-hunts", no_argument, NULL, 'h'},
                                      {"no-costs", no_argument, NULL, 'c'},
                                      {"class", required_argument, NULL, 'C'},
                                      {"build", required_argument, NULL, 'b'},
                                      {"seeds", required_argument, NULL, 's'},
                                      {"samples", required_argument, NULL, 'n'},
                                      {"runs", required_argument, NULL, 'r'},
                                      {"build-directory", required_argument, NULL, 'd'},
                                      {NULL, 0, NULL, 0}};

/* False: the value is no number between the two. */
static bool number_read(long *out, const char *text, long min, long max)
{
	char *end;

	*out = strtol(text, &end, 10);
	return *text != '\0' && *end == '\0' && *out >= min && *out <= max;
}

static bool option_take(struct bench_options *options, int option)
{
	switch (option) {
	case 'h':
		options->no_hunts = true;
		return true;
	case 'c':
		options->no_costs = true;
		return true;
	case 'C':
		options->only_class = optarg;
		return true;
	case 'b':
		options->build = optarg;
		return true;
	case 'd':
		options->build_directory = optarg;
		return true;
	case 's':
		return number_read(&options->seeds, optarg, 1, BENCH_SAMPLES_MAX);
	case 'n':
		return number_read(&options->samples, optarg, 1, BENCH_SAMPLES_MAX);
	case 'r':
		return number_read(&options->runs, optarg, 10001, 1000000000);
	default:
		return false;
	}
}

static int json_write(const cJSON *json, const struct bench_options *options)
{
	char path[BENCH_PATH_BYTES_MAX + 64];
	char *text = cJSON_Print(json);
	FILE *file;
	bool written;

	snprintf(path, sizeof(path), "%s/tests/bench/bench.json", options->build_directory);
	file = fopen(path, "w");
	written = file && text && fprintf(file, "%s\n", text) > 0;
	written = file && fclose(file) == 0 && written;
	free(text);
	if (written)
		printf("written to %s\n", path);
	else
		fprintf(stderr, "cgofault: harness cannot write %s\n", path);
	return written ? 0 : 3;
}

int main(int argc, char **argv)
{
	struct bench_options options = {
	        .build_directory = "build", .build = "asan", .seeds = 10, .samples = 200, .runs = 1000000};
	cJSON *json = cJSON_CreateObject();
	int option, code = 0;

	while ((option = getopt_long(argc, argv, "", names, NULL)) >= 0)
		if (!option_take(&options, option))
			code = 2;
	if (code != 0 || optind != argc) {
		fputs("bench: an option is unknown or its value is none: see tests/bench/run --help\n",
		      stderr);
		cJSON_Delete(json);
		return 2;
	}
	if (!options.no_costs)
		code = bench_costs(json, &options);
	if (code == 0 && !options.no_costs)
		code = bench_memory(json, &options);
	if (code == 0 && !options.no_hunts)
		code = bench_hunts(json, &options);
	if (code == 0)
		code = json_write(json, &options);
	cJSON_Delete(json);
	return code;
}
