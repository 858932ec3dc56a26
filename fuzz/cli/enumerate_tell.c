/*
 * enumerate_tell.c: an enumeration in front of a user.
 */
#include "hunt_show.h"

#include "hunt/enumerate.h"
#include "plans/say.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct files {
	size_t count;
	char names[CGF_OUTCOMES_MAX][CGF_PATH_BYTES_MAX];
};

static void note_file(const struct cgf_hunt *hunt, void *data)
{
	struct files *files = data;

	if (files->count < CGF_OUTCOMES_MAX)
		strcpy(files->names[files->count++], hunt->file);
}

static void print_outcomes(const struct cgf_enumeration *all)
{
	for (size_t i = 0; i < all->outcome_count; i++) {
		const struct cgf_enumerated_outcome *outcome = &all->outcomes[i];
		const struct cgf_verdict *verdict = &outcome->verdict;

		printf("  %-20s %5zu  %s%s%s%s%s\n", outcome->op, outcome->count, verdict->name,
		       *verdict->at ? " at=" : "", verdict->at, *verdict->keys ? " " : "", verdict->keys);
	}
}

int cgf_enumerate_and_tell(const struct cgf_programs *programs, const struct cgf_target *target,
                           const struct cgf_hunt_request *options)
{
	static struct cgf_enumeration all;
	static struct files files;
	const struct cgf_enumeration_request request = {.programs = programs,
	                                                .target = target,
	                                                .output = options->output,
	                                                .seconds = options->seconds,
	                                                .runs = options->runs,
	                                                .found = note_file,
	                                                .data = &files};
	int code = cgf_enumerate(&all, &request);
	double seconds = (double)all.total.elapsed_ms / 1000;

	if (code != 0 && code != -EINTR)
		return code;
	printf("%s %s %s: %" PRIu64 " of %zu fault sets in %.1f s, %.2f a second\n", target->class_name,
	       target->variant, target->build, all.total.stats.executions, all.set_count, seconds,
	       seconds > 0 ? (double)all.total.stats.executions / seconds : 0);
	print_outcomes(&all);
	cgf_hunt_tell_unconfirmed(&all.total);
	for (size_t i = 0; i < files.count; i++)
		puts(files.names[i]);
	if (code == 0 && all.total.stats.executions == 0)
		return cgf_harness_failed("no fault set was run");
	if (code == -EINTR)
		return CGF_EXIT_INTERRUPTED;
	return files.count > 0 ? CGF_EXIT_FOUND : CGF_EXIT_NOTHING;
}
