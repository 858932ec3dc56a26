/*
 * hunt.c: see hunt.h. What an engine claims is a finding only when fresh processes agree.
 */
#include "hunt.h"

#include "child.h"
#include "engine.h"
#include "hunting.h"
#include "output.h"
#include "plans/files.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/stop.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Less is not worth starting an engine for. */
enum { ENGINE_MS_MIN = 500 };

static int64_t elapsed_ms(const struct cgf_hunting *hunting)
{
	return hunting->out->elapsed_ms + cgf_now_ms() - hunting->run_start_ms;
}

static bool tick(void *data)
{
	struct cgf_hunting *hunting = data;

	if (hunting->request->progress)
		hunting->request->progress(hunting->folder.stats, elapsed_ms(hunting),
		                           hunting->request->data);
	return true;
}

/*
 * A process that is worn before it has executed the whole corpus makes nothing new, and none after it would:
 * the next one begins a corpus anew, and where even the seeds are too many with nothing.
 */
static void note_worn(struct cgf_hunting *hunting, const struct cgf_claim *claim)
{
	hunting->without_seeds = hunting->without_seeds || (claim->early && hunting->worn_early);
	hunting->worn_early = claim->early;
	hunting->corpus += claim->early;
}

static long process_runs(const struct cgf_hunt_request *request, unsigned number)
{
	bool is_short = strcmp(request->engine, "libfuzzer") == 0 && number < CGF_SHORT_PROCESSES;

	if (request->process_runs > 0)
		return request->process_runs;
	return is_short ? CGF_SHORT_PROCESS_RUNS : CGF_PROCESS_RUNS;
}

static int run_engine(struct cgf_hunting *hunting, unsigned number, int64_t time_ms)
{
	const struct cgf_hunt_request *request = hunting->request;
	struct cgf_hunt *out = hunting->out;
	static struct cgf_claim claim;
	struct cgf_engine_job job = {.programs = request->programs,
	                             .target = request->target,
	                             .engine = request->engine,
	                             .folder = hunting->folder.path,
	                             .stats = hunting->folder.stats,
	                             .time_ms = time_ms,
	                             .process_runs = process_runs(request, number),
	                             .seed = request->seed + number,
	                             .number = number,
	                             .corpus = hunting->corpus,
	                             .without_seeds = hunting->without_seeds,
	                             .tick = tick,
	                             .tick_data = hunting};
	int code;

	if (request->runs > 0)
		job.runs = request->runs - (long)hunting->folder.stats->executions;
	hunting->run_start_ms = cgf_now_ms();
	hunting->before_ms = out->elapsed_ms;
	hunting->before_executions = hunting->folder.stats->executions;
	code = cgf_engine_run(&claim, &job);
	out->elapsed_ms = elapsed_ms(hunting);
	note_worn(hunting, &claim);
	if (code == 0 && claim.size == 0)
		hunting->in_a_row = 0;
	if (code != 0 || claim.size == 0)
		return code;
	cgf_claim_record_make(&hunting->pending->record, &job, &claim);
	hunting->pending->path[0] = '\0';
	hunting->pending->lock = -1;
	if (request->pending)
		cgf_pending_keep(hunting->pending, request->pending);
	return cgf_hunting_judge(hunting);
}

/* One process of the engine after the other, until one of the limits. Neither does a claim that is none end
 * the hunt, nor a process that has run its share. */
static int hunt(struct cgf_hunting *hunting)
{
	const struct cgf_hunt_request *request = hunting->request;
	int code = cgf_hunting_take_up(hunting);

	for (unsigned number = 0; code == 0 && cgf_hunting_goes_on(hunting); number++) {
		int64_t left_ms = hunting->end_ms - cgf_now_ms();

		if (left_ms < ENGINE_MS_MIN ||
		    (request->runs > 0 && hunting->folder.stats->executions >= (uint64_t)request->runs))
			break;
		code = run_engine(hunting, number, left_ms);
	}
	return code == -ETIME ? 0 : code;
}

/* What earlier hunts were killed over while they wrote. */
static void clean_up(const struct cgf_hunt_request *request)
{
	const char *const folders[] = {request->target->class_name, "unconfirmed"};
	char path[CGF_PATH_BYTES_MAX];

	if (request->pending)
		cgf_files_remove_dead(request->pending);
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (cgf_text_make(path, sizeof(path), "%s/%s", request->output, folders[i]))
			cgf_files_remove_dead(path);
}

static int begin(struct cgf_hunting *hunting, struct cgf_hunt *out, const struct cgf_hunt_request *request)
{
	static struct cgf_collected collected;
	static struct cgf_pending pending;
	int code = 0;

	*hunting = (struct cgf_hunting){.request = request,
	                                .out = out,
	                                .end_ms = cgf_now_ms() + request->seconds * INT64_C(1000),
	                                .collected = &collected,
	                                .pending = &pending};
	memset(out, 0, sizeof(*out));
	collected.count = 0;
	collected.known = request->known;
	collected.programs = request->programs;
	if (request->output)
		code = cgf_output_check(request->output);
	if (code != 0)
		return code;
	if (request->output)
		clean_up(request);
	cgf_time_end_ms = hunting->end_ms;
	code = cgf_hunt_folder_make(&hunting->folder, request->programs, request->target, request->seeds);
	cgf_time_end_ms = INT64_MAX;
	return code;
}

static int end(struct cgf_hunting *hunting, int code)
{
	struct cgf_hunt *out = hunting->out;

	if (hunting->folder.stats)
		out->stats = *hunting->folder.stats;
	cgf_hunt_folder_remove(&hunting->folder);
	if (code == -ETIME)
		code = 0;
	if (code == 0 && !out->found && out->claims == 0 && out->stats.executions == 0)
		return cgf_harness_failed("there was no time for a single execution");
	if (code == 0 && !out->found && out->unconfirmable > 0)
		return cgf_harness_failed("%u of %u claims cannot be confirmed here: the replay ends with %s",
		                          out->unconfirmable, out->claims, hunting->failure);
	return code;
}

int cgf_hunt(struct cgf_hunt *out, const struct cgf_hunt_request *request)
{
	struct cgf_hunting hunting;
	int code = begin(&hunting, out, request);

	return end(&hunting, code == 0 ? hunt(&hunting) : code);
}

int cgf_hunt_pending(struct cgf_hunt *out, const struct cgf_hunt_request *request, struct cgf_pending *taken)
{
	struct cgf_hunting hunting;
	int code = begin(&hunting, out, request);

	*hunting.pending = *taken;
	return end(&hunting, code == 0 ? cgf_hunting_judge(&hunting) : code);
}
