/*
 * history.c: see history.h.
 */
#include "history.h"

#include "plans/files.h"
#include "plans/plan_lines.h"
#include "plans/replay.h"
#include "plans/say.h"

#include <stdio.h>
#include <string.h>

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

static size_t count_lines(const char *text, size_t size)
{
	size_t lines = 0;

	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	return lines;
}

/* The replay program makes one text of them; fewer, where it has no room for all, or whoever reads it. */
static int write_text(size_t *count, const char *file, char (*paths)[CGF_PATH_BYTES_MAX],
                      const struct cgf_programs *programs, const struct cgf_target *target)
{
	const char *files[CGF_RECENT_MAX + 1], *text = NULL;
	size_t size, all = *count;
	int code = CGF_EXIT_USAGE;

	for (; *count > 0 && code == CGF_EXIT_USAGE; *count = code == CGF_EXIT_USAGE ? *count / 2 : *count) {
		for (size_t i = 0; i < *count; i++)
			files[i] = paths[all - *count + i];
		files[*count] = NULL;
		text = cgf_replay_print_all(&size, &code, "--show", programs, target, files);
		if (text && count_lines(text, size) > CGF_STEP_LINES_MAX)
			code = CGF_EXIT_USAGE;
	}
	return code == 0 && text ? write_bytes(file, (const uint8_t *)text, size) : code;
}

int cgf_history_write(size_t *before, const char *file, const char *folder,
                      const struct cgf_programs *programs, const struct cgf_claim_record *record)
{
	static char paths[CGF_RECENT_MAX][CGF_PATH_BYTES_MAX];
	const struct cgf_process_inputs *process = &record->process;
	char inputs[CGF_PATH_BYTES_MAX];
	size_t count = 1;
	int code;

	cgf_text_make(inputs, sizeof(inputs), "%s/history", folder);
	if ((code = cgf_folder_make(inputs)) != 0)
		return cgf_harness_failed("%s: %s", inputs, strerror(-code));
	if (process->inputs > 0) {
		count = process->inputs < CGF_RECENT_MAX ? (size_t)process->inputs : CGF_RECENT_MAX;
		code = write_inputs(paths, count, process, inputs);
	} else {
		cgf_text_make(paths[0], sizeof(paths[0]), "%s/claim", inputs);
		code = write_bytes(paths[0], record->claim.bytes, record->claim.size);
	}
	if (code == 0)
		code = write_text(&count, file, paths, programs, &record->target);
	*before = count > 0 ? count - 1 : 0;
	return code;
}
