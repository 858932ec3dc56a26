/*
 * replay.c: what the replay program does with its arguments: reads a plan as text or as an engine's bytes,
 * and runs it, shows it as text, or packs it into bytes.
 */
#include "replay.h"

#include "cgf_run.h"
#include "runner.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum verb { RUN, SHOW, PACK };

struct options {
	enum verb verb;
	const char *class_name, *variant, *op, *file;
	bool story;
};

static int usage(const char *message, const char *what)
{
	fprintf(stderr, "cgofault: usage %s%s%s\n", message, *what ? ": " : "", what);
	return 2;
}

static int options_read(struct options *out, int argc, char **argv)
{
	static const struct option names[] = {{"class", required_argument, NULL, 'c'},
	                                      {"variant", required_argument, NULL, 'v'},
	                                      {"op", required_argument, NULL, 'o'},
	                                      {"story", no_argument, NULL, 's'},
	                                      {"show", no_argument, NULL, 'S'},
	                                      {"pack", no_argument, NULL, 'P'},
	                                      {NULL, 0, NULL, 0}};
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
		default:
			return usage("unknown option, or one without its value", argv[optind - 1]);
		}
	}
	if (optind != argc - 1)
		return usage("name one plan file", "");
	out->file = argv[optind];
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

/* Finds out class and variant, starts the runner, and reads the plan. 0, or 2. */
static int plan_load(struct options *options, const char *bytes, size_t size, struct cgf_plan *plan,
                     struct cgf_header *header)
{
	char why[512];
	bool text = cgf_plan_is_text((const uint8_t *)bytes, size);
	*header = (struct cgf_header){0};
	if (text && strlen(bytes) != size)
		return usage("this plan holds a NUL byte; a plan is text, or raw bytes of an engine",
		             options->file);
	if (text && cgf_header_read(header, bytes, why, sizeof why))
		return usage(why, options->file);
	if (!text && !options->class_name)
		return usage("raw bytes do not say their class; give --class", options->file);
	if (options->class_name)
		snprintf(header->class_name, sizeof header->class_name, "%s", options->class_name);
	if (options->variant || !*header->variant)
		snprintf(header->variant, sizeof header->variant, "%s",
		         options->variant ? options->variant : "buggy");
	if (cgf_runner_start(header->class_name, header->variant, options->op, why, sizeof why))
		return usage(why, options->file);
	if (!text) {
		cgf_plan_decode(plan, cgf_runner_words(), (const uint8_t *)bytes, size);
		return 0;
	}
	struct cgf_header stored;
	return cgf_plan_read(plan, &stored, cgf_runner_words(), bytes, why, sizeof why)
	               ? usage(why, options->file)
	               : 0;
}

static int show(const struct cgf_plan *plan, const struct cgf_header *header)
{
	static char text[CGF_TEXT_BYTES_MAX];
	int length = cgf_plan_write(text, sizeof text, plan, header, cgf_runner_words());
	if (length < 0)
		return usage("the plan does not fit its text form", "");
	fwrite(text, 1, (size_t)length, stdout);
	return 0;
}

static int pack(const struct cgf_plan *plan)
{
	uint8_t bytes[1 + CGF_STEPS_MAX * CGF_STEP_BYTES];
	size_t size = cgf_plan_encode(bytes, plan);
	return fwrite(bytes, 1, size, stdout) == size ? 0 : usage("cannot write the bytes", "");
}

int cgf_replay_main(int argc, char **argv)
{
	static char bytes[CGF_TEXT_BYTES_MAX + 1];
	static struct cgf_plan plan;
	struct options options;
	struct cgf_header header;
	size_t size;
	int status = options_read(&options, argc, argv);
	if (!status)
		status = file_read(options.file, bytes, sizeof bytes - 1, &size);
	if (!status)
		status = plan_load(&options, bytes, size, &plan, &header);
	if (status)
		return status;
	if (options.verb == SHOW)
		return show(&plan, &header);
	if (options.verb == PACK)
		return pack(&plan);
	cgf_report_deaths();
	cgf_story_wanted(options.story);
	cgf_runner_run(&plan);
	if (options.story)
		cgf_trace_print();
	return 0;
}
