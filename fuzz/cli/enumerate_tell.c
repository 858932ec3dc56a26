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

/* A set that this machine has not what it takes for was asked for, and has not run. */
static int tell_unavailable(const struct cgf_enumeration *all)
{
	return cgf_harness_failed("%zu of %" PRIu64
	                          " fault sets need what this machine does not have, and were not run",
	                          all->unavailable, all->total.stats.executions);
}

static void print_all(const struct cgf_enumeration *all, const struct cgf_target *target)
{
	double seconds = (double)all->total.elapsed_ms / 1000;

	printf("%s %s %s: %" PRIu64 " of %zu fault sets in %.1f s, %.2f a second\n", target->class_name,
	       target->variant, target->build, all->total.stats.executions, all->set_count, seconds,
	       seconds > 0 ? (double)all->total.stats.executions / seconds : 0);
	print_outcomes(all);
	if (all->total.known > 0)
		printf("%u known, set aside\n", all->total.known);
}

int cgf_enumerate_and_tell(const struct cgf_hunt_request *options)
{
	static struct cgf_enumeration all;
	static struct files files;
	const struct cgf_enumeration_request request = {.programs = options->programs,
	                                                .target = options->target,
	                                                .output = options->output,
	                                                .known = options->known,
	                                                .seconds = options->seconds,
	                                                .runs = options->runs,
	                                                .found = note_file,
	                                                .data = &files};
	int code = cgf_enumerate(&all, &request);

	if (all.total.stats.executions > 0 || code == 0 || code == -EINTR)
		print_all(&all, options->target);
	cgf_hunt_tell_claims(&all.total);
	for (size_t i = 0; i < files.count; i++)
		puts(files.names[i]);
	if (code == 0 && all.unavailable > 0)
		code = tell_unavailable(&all);
	if (code == 0 && all.total.stats.executions == 0)
		code = cgf_harness_failed("there was no time for a single fault set");
	if (files.count > 0)
		return CGF_EXIT_FOUND;
	if (code == -EINTR)
		return CGF_EXIT_INTERRUPTED;
	return code == 0 && all.total.undecided > 0 ? CGF_EXIT_HARNESS : code;
}
