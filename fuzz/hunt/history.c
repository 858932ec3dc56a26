/*
 * history.c: see history.h.
 */
#include "history.h"

#include "plans/files.h"
#include "plans/replay.h"
#include "plans/say.h"

#include <stdio.h>
#include <string.h>

/* The process that died in this input: the statistics may already be those of the next one. */
static const struct cgf_process_inputs *find_process(const struct cgf_stats *stats,
                                                     const struct cgf_claim *claim)
{
	const struct cgf_process_inputs *candidates[] = {&stats->died, &stats->process};

	for (size_t i = 0; i < 2; i++) {
		const struct cgf_process_inputs *process = candidates[i];
		const struct cgf_recent *last;

		if (process->inputs == 0)
			continue;
		last = &process->recent[(process->inputs - 1) % CGF_RECENT_MAX];
		if (last->size <= claim->size && last->size <= sizeof(last->bytes) &&
		    memcmp(last->bytes, claim->bytes, last->size) == 0)
			return process;
	}
	return NULL;
}

static int write_bytes(const char *path, const uint8_t *bytes, size_t size)
{
	int error = cgf_file_write(path, bytes, size);

	return error == 0 ? 0 : cgf_harness_failed("%s: %s", path, strerror(-error));
}

/* Writes the last `count` inputs of a process, the claim's among them, as files of bytes. */
static int write_inputs(char (*paths)[CGF_PATH_BYTES_MAX], size_t count,
                        const struct cgf_process_inputs *process, const char *folder)
{
	int code = 0;

	for (size_t i = 0; i < count && code == 0; i++) {
		uint64_t number = process->inputs - count + i;
		const struct cgf_recent *input = &process->recent[number % CGF_RECENT_MAX];

		cgf_text_make(paths[i], CGF_PATH_BYTES_MAX, "%s/%zu", folder, i);
		code = write_bytes(paths[i], input->bytes,
		                   input->size < sizeof(input->bytes) ? input->size : sizeof(input->bytes));
	}
	return code;
}

/* The replay program makes one text of them; fewer, where it has no room for all. */
static int write_text(size_t *count, const char *file, char (*paths)[CGF_PATH_BYTES_MAX],
                      const struct cgf_engine_job *job)
{
	const char *files[CGF_RECENT_MAX + 1], *text = NULL;
	size_t size, all = *count;
	int code = CGF_EXIT_USAGE;

	for (; *count > 0 && code == CGF_EXIT_USAGE; *count = code == CGF_EXIT_USAGE ? *count / 2 : *count) {
		for (size_t i = 0; i < *count; i++)
			files[i] = paths[all - *count + i];
		files[*count] = NULL;
		text = cgf_replay_print_all(&size, &code, "--show", job->programs, job->target, files);
	}
	return text ? write_bytes(file, (const uint8_t *)text, size) : code;
}

int cgf_history_write(size_t *before, const char *file, const struct cgf_engine_job *job,
                      const struct cgf_claim *claim)
{
	static char paths[CGF_RECENT_MAX][CGF_PATH_BYTES_MAX];
	const struct cgf_process_inputs *process = find_process(job->stats, claim);
	char folder[CGF_PATH_BYTES_MAX];
	size_t count = 1;
	int code;

	cgf_text_make(folder, sizeof(folder), "%s/history", job->folder);
	if ((code = cgf_folder_make(folder)) != 0)
		return cgf_harness_failed("%s: %s", folder, strerror(-code));
	if (process) {
		count = process->inputs < CGF_RECENT_MAX ? (size_t)process->inputs : CGF_RECENT_MAX;
		code = write_inputs(paths, count, process, folder);
	} else {
		cgf_text_make(paths[0], sizeof(paths[0]), "%s/claim", folder);
		code = write_bytes(paths[0], claim->bytes, claim->size);
	}
	if (code == 0)
		code = write_text(&count, file, paths, job);
	*before = count > 0 ? count - 1 : 0;
	return code;
}
