/*
 * replay.c: what the replay program does with its arguments: reads a plan as text or as an engine's bytes,
 * and runs it, shows it as text, or packs it into bytes.
 */
#include "replay.h"

#include "cgf_run.h"
#include "cgf_stats.h"
#include "parts.h"
#include "runner.h"
#include "supervise.h"
#include "visible.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum verb { RUN, SHOW, PACK, BATCH };

enum { PLANS_MAX = 4096 };

struct options {
	enum verb verb;
	const char *class_name, *variant, *op;
	char **files; /* ended by NULL; one for RUN */
	bool story;
};

static int usage(const char *message, const char *what)
{
	char line[4096];

	snprintf(line, sizeof line, "%s%s%s", message, *what ? ": " : "", what);
	cgf_make_visible(line);
	fprintf(stderr, "cgofault: usage %s\n", line);
	return 2;
}

static int options_read(struct options *out, int argc, char **argv)
{
	static const struct option names[] = {
	        {"class", required_argument, NULL, 'c'}, {"variant", required_argument, NULL, 'v'},
	        {"op", required_argument, NULL, 'o'},    {"story", no_argument, NULL, 's'},
	        {"show", no_argument, NULL, 'S'},        {"pack", no_argument, NULL, 'P'},
	        {"batch", no_argument, NULL, 'B'},       {NULL, 0, NULL, 0}};
	int option;
	*out = (struct options){0};
	opterr = 0;
	while ((option = getopt_long(argc, argv, "", names, NULL)) >= 0) {
		switch (option) {
		case 'c':
			out->class_name = optarg;
			break;
		case 'v':
			out->variant = optarg;
			break;
		case 'o':
			out->op = optarg;
			break;
		case 's':
			out->story = true;
			break;
		case 'S':
			out->verb = SHOW;
			break;
		case 'P':
			out->verb = PACK;
			break;
		case 'B':
			out->verb = BATCH;
			break;
		default:
			return usage("unknown option, or one without its value", argv[optind - 1]);
		}
	}
	if (optind >= argc || (optind < argc - 1 && out->verb == RUN))
		return usage("name one plan file", "");
	out->files = argv + optind;
	return 0;
}

/* Reads a whole file, ended by a NUL that is not counted. 0, or 2. */
static int file_read(const char *path, char *out, size_t room, size_t *size_out)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return usage(strerror(errno), path);
	*size_out = fread(out, 1, room, file);
	bool failed = ferror(file), more = *size_out == room;
	fclose(file);
	if (failed)
		return usage("cannot read", path);
	if (more)
		return usage("a plan has at most 64 KiB; this file has more", path);
	out[*size_out] = 0;
	return 0;
}

/* A plan's file and what it says. */
struct input {
	const char *path;
	size_t size;
	bool text;
	char bytes[CGF_TEXT_BYTES_MAX + 1];
	struct cgf_header header;
	size_t plan_count;
	struct cgf_plan plans[PLANS_MAX]; /* run one after the other; the last one is the one that matters */
};

/* Reads the file, and finds out class and variant. 0, or 2. */
static int input_read(struct input *input, const char *path, const struct options *options)
{
	char why[512];
	input->path = path;
	if (file_read(path, input->bytes, sizeof input->bytes - 1, &input->size))
		return 2;
	input->text = cgf_plan_is_text((const uint8_t *)input->bytes, input->size);
	input->header = (struct cgf_header){0};
	if (input->text && strlen(input->bytes) != input->size)
		return usage("this plan holds a NUL byte; a plan is text, or raw bytes of an engine", path);
	if (input->text && cgf_header_read(&input->header, input->bytes, why, sizeof why))
		return usage(why, path);
	if (!input->text && !options->class_name)
		return usage("raw bytes do not say their class; give --class", path);
	if (options->class_name)
		snprintf(input->header.class_name, sizeof input->header.class_name, "%s",
		         options->class_name);
	if (options->variant)
		snprintf(input->header.variant, sizeof input->header.variant, "%s", options->variant);
	else if (!*input->header.variant)
		snprintf(input->header.variant, sizeof input->header.variant, "buggy");
	return 0;
}

/* Turns the bytes into plans, with the words of the class that runs. 0, or 2. */
static int input_decode(struct input *input)
{
	char why[512];
	input->plan_count = input->text ? cgf_parts_count(input->bytes) : 1;
	if (input->plan_count > PLANS_MAX)
		return usage("this file has more than 4096 runs; remove some lines 'then'", input->path);
	if (!input->text)
		cgf_plan_decode(&input->plans[0], cgf_runner_words(), (const uint8_t *)input->bytes,
		                input->size);
	for (size_t i = 0; input->text && i < input->plan_count; i++)
		if (cgf_part_read(&input->plans[i], input->bytes, i, cgf_runner_words(), why, sizeof why))
			return usage(why, input->path);
	return 0;
}

static const struct cgf_plan *last_plan(const struct input *input)
{
	return &input->plans[input->plan_count - 1];
}

/* Starts the runner for the class and variant of this input. 0, or 2. */
static int start(const struct input *input, const struct options *options)
{
	char why[512];
	if (cgf_runner_start(input->header.class_name, input->header.variant, options->op, why, sizeof why))
		return usage(why, input->path);
	return 0;
}

/* What `show` prints of all files: the plans of the second and later ones run after those of the first. */
static char shown[CGF_TEXT_BYTES_MAX];

static int show(const struct input *input, bool first)
{
	int length = first ? cgf_plan_write(shown, sizeof shown, &input->plans[0], &input->header,
	                                    cgf_runner_words())
	                   : 0;
	for (size_t i = first; i < input->plan_count && length >= 0; i++)
		length = cgf_part_append(shown, sizeof shown, &input->plans[i], cgf_runner_words());
	return length < 0 ? usage("the plan does not fit its text form", input->path) : 0;
}

static int pack(const struct input *input)
{
	uint8_t bytes[1 + CGF_STEPS_MAX * CGF_STEP_BYTES];
	if (input->plan_count > 1)
		return usage("bytes hold one run; this plan has several", input->path);
	fwrite(bytes, 1, cgf_plan_encode(bytes, &input->plans[0]), stdout);
	return 0;
}

/* Runs the plans; a finding ends the process. */
static void run_all(const struct input *input, bool story)
{
	for (size_t i = 0; i < input->plan_count; i++) {
		cgf_stacks_wanted(i == input->plan_count - 1);
		cgf_forget_accesses();
		if (story && input->plan_count > 1)
			fprintf(stderr, "cgofault: run %zu of %zu\n", i + 1, input->plan_count);
		cgf_runner_run(&input->plans[i]);
		if (story)
			cgf_trace_print();
	}
}

/* The supervisor reads the two lines. */
static int run(const struct input *input, const struct options *options)
{
	cgf_report_deaths();
	cgf_story_wanted(options->story);
	fprintf(stderr, "cgofault: plan=%08x class=%s variant=%s build=%s\n",
	        cgf_plan_digest(last_plan(input), cgf_runner_words()), input->header.class_name,
	        input->header.variant, cgf_build());
	run_all(input, options->story);
	fprintf(stderr, "cgofault: trace=%08x\n", cgf_last_trace());
	return 0;
}

/* Runs the plan as one of many in this process; the next one follows unless this one has a finding. */
static int run_in_batch(const struct input *input)
{
	run_all(input, false);
	printf("cgofault: plan=%08x trace=%08x\n", cgf_plan_digest(last_plan(input), cgf_runner_words()),
	       cgf_last_trace());
	return fflush(stdout) ? usage("cannot write", strerror(errno)) : 0;
}

static int input_use(const struct input *input, const struct options *options)
{
	switch (options->verb) {
	case RUN:
		return run(input, options);
	case SHOW:
		return show(input, input->path == options->files[0]);
	case PACK:
		return pack(input);
	case BATCH:
		return run_in_batch(input);
	}
	return 2;
}

/* The files after the first are of its class and variant: a process has one. */
static int next_read(struct input *input, const char *path, const struct options *options)
{
	struct cgf_header first = input->header;
	int status = input_read(input, path, options);
	if (!status && (strcmp(input->header.class_name, first.class_name) != 0 ||
	                strcmp(input->header.variant, first.variant) != 0))
		status = usage(
		        "this plan is of another class or variant than the first; give --class and --variant",
		        path);
	return status;
}

int cgf_replay_main(int argc, char **argv)
{
	static struct input input;
	struct options options;
	int status = options_read(&options, argc, argv);
	if (!status)
		status = input_read(&input, options.files[0], &options);
	if (!status)
		status = start(&input, &options);
	if (!status && options.verb == BATCH)
		cgf_report_deaths();
	for (char **file = options.files; !status && *file; file++) {
		if (file != options.files)
			status = next_read(&input, *file, &options);
		if (!status)
			status = input_decode(&input);
		if (!status)
			status = input_use(&input, &options);
	}
	if (!status && options.verb == SHOW)
		fputs(shown, stdout);
	/* Go's exit does not know of C's buffers. */
	if (!status && fflush(stdout))
		status = usage("cannot write", strerror(errno));
	return status;
}

/* After an engine's boot.c (150), which makes its process a child already; before the Go runtime. */
__attribute__((constructor(200))) static void supervise(int argc, char **argv)
{
	cgf_supervise(argc, argv);
}
