/*
 * story.c: see story.h.
 */
#include "story.h"

#include "process.h"
#include "trace_lines.h"

#include "plans/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES_MAX = 512 };

/* The last lines of a trace, the one behind the last of them in lines[count % CGF_OWN_STORY_LINES_MAX]. */
struct tail {
	size_t count;
	char (*lines)[LINE_BYTES_MAX];
};

static const char *line_of(const struct tail *tail, size_t index)
{
	return tail->lines[index % CGF_OWN_STORY_LINES_MAX];
}

static size_t first_of(const struct tail *tail)
{
	return tail->count > CGF_OWN_STORY_LINES_MAX ? tail->count - CGF_OWN_STORY_LINES_MAX : 0;
}

static int read_tail(struct tail *out, const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;

	*out = (struct tail){0};
	out->lines = calloc(CGF_OWN_STORY_LINES_MAX, sizeof(*out->lines));
	if (!file || !out->lines) {
		int error = file ? -ENOMEM : -errno;

		if (file)
			fclose(file);
		return error == -ENOENT ? 0 : error;
	}
	while (cgf_own_trace_line(&line, &room, file))
		snprintf(out->lines[out->count++ % CGF_OWN_STORY_LINES_MAX], LINE_BYTES_MAX, "%s", line);
	free(line);
	fclose(file);
	return 0;
}

/* All at once: each look-up is a process. */
static int find_places(struct cgf_own_places *out, const struct cgf_own_session *session,
                       const struct tail *tail)
{
	const struct cgf_own_build_request build = {.scratch = session->scratch};
	char program[CGF_PATH_BYTES_MAX];
	uint64_t *pcs = calloc(CGF_OWN_STORY_LINES_MAX, sizeof(*pcs));
	size_t count = 0;
	struct cgf_own_call_line call;
	int code;

	*out = (struct cgf_own_places){0};
	for (size_t i = first_of(tail); pcs && i < tail->count; i++)
		if (cgf_own_call_line_read(&call, line_of(tail, i)))
			pcs[count++] = call.pc;
	code = pcs && cgf_own_program_path(program, sizeof(program), &build, session->tests[0].package)
	               ? cgf_own_places_find(out, pcs, count, program, session->scratch)
	               : cgf_harness_failed("out of memory");
	free(pcs);
	return code;
}

/* "fired FAULT", "alone FAULT", "not FAULT why" */
static void print_fault(const char *line)
{
	static const struct {
		const char *word, *means;
	} words[] = {
	        {"fired ", "suffers"}, {"alone ", "has nobody who would see"}, {"not ", "cannot suffer"}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strncmp(line, words[i].word, strlen(words[i].word)) == 0)
			printf("cgofault: story   %s %s\n", words[i].means, line + strlen(words[i].word));
}

static void print_line(const char *line, const struct cgf_own_places *places)
{
	struct cgf_own_call_line call;

	if (!cgf_own_call_line_read(&call, line)) {
		print_fault(line);
		return;
	}
	printf("cgofault: story %s %s#%u", strcmp(call.form, "cb") == 0 ? "C calls Go's" : "Go calls",
	       call.name, call.number);
	if (call.pc)
		printf(" at %s", cgf_own_place_of(places, call.pc).line);
	putchar('\n');
}

int cgf_own_story_print(struct cgf_own_session *session)
{
	char path[CGF_PATH_BYTES_MAX];
	struct cgf_own_places places = {0};
	struct tail tail = {0};
	int error, code = 0;

	if (!cgf_own_process_trace(path, sizeof(path), &session->slot))
		return CGF_EXIT_HARNESS;
	error = read_tail(&tail, path);
	if (error != 0)
		code = cgf_harness_failed("%s: %s", path, strerror(-error));
	else
		code = find_places(&places, session, &tail);
	if (code == 0 && first_of(&tail) > 0)
		printf("cgofault: story left out: %zu lines\n", first_of(&tail));
	for (size_t i = first_of(&tail); code == 0 && i < tail.count; i++)
		print_line(line_of(&tail, i), &places);
	cgf_own_places_free(&places);
	free(tail.lines);
	return code;
}
