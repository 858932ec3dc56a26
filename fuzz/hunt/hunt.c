/*
 * hunt.c: see hunt.h. What an engine claims is a finding only when fresh processes agree.
 */
#include "hunt.h"

#include "child.h"
#include "claims.h"
#include "engine.h"
#include "plans/files.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Less is not worth starting an engine for. */
enum { ENGINE_MS_MIN = 500, CLAIMS_MAX = 1000 };

struct hunting {
	const struct cgf_hunt_request *request;
	struct cgf_hunt *out;
	struct cgf_stats *stats;
	char folder[CGF_PATH_BYTES_MAX];
	int64_t run_start_ms;
	int64_t before_ms; /* what earlier runs of the engine took */
	uint64_t before_executions;
};

static int64_t elapsed_ms(const struct hunting *hunting)
{
	return hunting->out->elapsed_ms + cgf_now_ms() - hunting->run_start_ms;
}

static bool tick(void *data)
{
	struct hunting *hunting = data;

	if (hunting->request->progress)
		hunting->request->progress(hunting->stats, elapsed_ms(hunting),
		                           hunting->request->progress_data);
	return true;
}

/* Plans as bytes, whatever form they have. One that this target cannot read is left out. */
static int add_seed(struct hunting *hunting, const char *path, unsigned number)
{
	const struct cgf_hunt_request *request = hunting->request;
	char to[CGF_PATH_BYTES_MAX + 32];
	const char *bytes;
	size_t size;
	int code;

	bytes = cgf_replay_print(&size, &code, "--pack", request->programs, request->target, path);
	if (!bytes)
		return code == CGF_EXIT_USAGE ? 0 : code;
	cgf_text_make(to, sizeof(to), "%s/seeds/%u", hunting->folder, number);
	code = size > 0 ? cgf_file_write(to, bytes, size) : 0;
	return code == 0 ? 0 : cgf_harness_failed("%s: %s", to, strerror(-code));
}

static int add_seeds(struct hunting *hunting)
{
	const char *seeds = hunting->request->seeds;
	char path[CGF_PATH_BYTES_MAX + 256];
	DIR *directory = seeds ? opendir(seeds) : NULL;
	struct dirent *entry;
	unsigned number = 1;
	int code = 0;

	if (seeds && !directory)
		return cgf_wrong_usage("%s: %s", seeds, strerror(errno));
	while (directory && code == 0 && (entry = readdir(directory))) {
		cgf_text_make(path, sizeof(path), "%s/%s", seeds, entry->d_name);
		if (entry->d_name[0] != '.')
			code = add_seed(hunting, path, number++);
	}
	if (directory)
		closedir(directory);
	return code;
}

/* The folder that an engine needs: seeds, and the file of counts. */
static int prepare(struct hunting *hunting)
{
	char path[CGF_PATH_BYTES_MAX + 16];
	int error = cgf_scratch_make(hunting->folder, sizeof(hunting->folder));

	if (error == 0) {
		cgf_text_make(path, sizeof(path), "%s/seeds", hunting->folder);
		error = cgf_folder_make(path);
	}
	if (error == 0) {
		strcat(path, "/zero");
		error = cgf_file_write(path, "", 1);
	}
	if (error == 0) {
		cgf_text_make(path, sizeof(path), "%s/stats", hunting->folder);
		hunting->stats = cgf_stats_make(path);
		error = hunting->stats ? 0 : -errno;
	}
	if (error != 0)
		return cgf_harness_failed("%s: %s", hunting->folder, strerror(-error));
	return add_seeds(hunting);
}

static int judge(struct hunting *hunting, const struct cgf_engine_job *job, const struct cgf_claim *claim)
{
	static struct cgf_judged judged;
	struct cgf_hunt *out = hunting->out;
	int code = cgf_claim_judge(&judged, hunting->request->output, job, claim, out->claims++);

	if (code != 0)
		return code;
	out->unconfirmed += !judged.found;
	out->found = judged.found;
	out->verdict = judged.verdict;
	out->runs_before = judged.runs_before;
	strcpy(out->file, judged.file);
	strcpy(out->unconfirmed_folder, judged.unconfirmed_folder);
	out->found_ms = hunting->before_ms + claim->after_ms;
	out->found_executions = hunting->before_executions + claim->executions;
	return 0;
}

/* One process of the engine after the other, until one of the limits. Neither does a claim that is none end
 * the hunt, nor a process that has run its share. */
static int hunt(struct hunting *hunting)
{
	const struct cgf_hunt_request *request = hunting->request;
	struct cgf_hunt *out = hunting->out;
	static struct cgf_claim claim;
	int code = 0;

	for (unsigned number = 0; code == 0 && !out->found && out->claims < CLAIMS_MAX; number++) {
		struct cgf_engine_job job = {.programs = request->programs,
		                             .target = request->target,
		                             .engine = request->engine,
		                             .folder = hunting->folder,
		                             .stats = hunting->stats,
		                             .time_ms = request->seconds * 1000 - out->elapsed_ms,
		                             .runs = request->runs - (long)hunting->stats->executions,
		                             .process_runs = request->process_runs > 0 ? request->process_runs
		                                                                       : CGF_PROCESS_RUNS,
		                             .seed = request->seed + number,
		                             .number = number,
		                             .tick = tick,
		                             .tick_data = hunting};

		if (job.time_ms < ENGINE_MS_MIN || (request->runs > 0 && job.runs <= 0))
			break;
		job.runs = request->runs > 0 ? job.runs : 0;
		hunting->run_start_ms = cgf_now_ms();
		hunting->before_ms = out->elapsed_ms;
		hunting->before_executions = hunting->stats->executions;
		code = cgf_engine_run(&claim, &job);
		out->elapsed_ms = elapsed_ms(hunting);
		if (code == 0 && claim.size == 0 && claim.executions == 0)
			break;
		if (code == 0 && claim.size > 0)
			code = judge(hunting, &job, &claim);
	}
	return code;
}

int cgf_hunt(struct cgf_hunt *out, const struct cgf_hunt_request *request)
{
	struct hunting hunting = {.request = request, .out = out};
	int code;

	memset(out, 0, sizeof(*out));
	code = prepare(&hunting);
	if (code == 0)
		code = hunt(&hunting);
	if (hunting.stats)
		out->stats = *hunting.stats;
	cgf_stats_unmap(hunting.stats);
	if (hunting.folder[0] != '\0')
		cgf_scratch_remove(hunting.folder);
	return code;
}
