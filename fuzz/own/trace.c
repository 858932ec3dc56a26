/*
 * trace.c: see trace.h.
 */
#include "trace.h"

#include "trace_lines.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_SIZE = 4 * CGF_OWN_SITES_MAX };

/* FNV-1a, of bytes and of numbers. */
static uint64_t add_to_digest(uint64_t digest, uint64_t value)
{
	return (digest ^ value) * 0x100000001b3;
}

static uint64_t hash(const struct cgf_own_site *site)
{
	uint64_t digest = add_to_digest(add_to_digest(0, site->pc), site->form);

	for (const char *at = site->function; *at; at++)
		digest = add_to_digest(digest, (unsigned char)*at);
	return digest;
}

/* Places of sites by their hash, numbered from 1; 0: free. */
struct index {
	uint32_t slots[TABLE_SIZE];
};

static struct cgf_own_site *find_site(struct cgf_own_trace *trace, struct index *index,
                                      const struct cgf_own_site *like)
{
	size_t slot = hash(like) % TABLE_SIZE;

	for (; index->slots[slot] != 0; slot = (slot + 1) % TABLE_SIZE) {
		struct cgf_own_site *site = &trace->sites[index->slots[slot] - 1];

		if (cgf_own_site_same(site, like))
			return site;
	}
	if (trace->site_count == CGF_OWN_SITES_MAX)
		return NULL;
	index->slots[slot] = (uint32_t)++trace->site_count;
	trace->sites[trace->site_count - 1] = *like;
	return &trace->sites[trace->site_count - 1];
}

static bool read_form(enum cgf_own_form *out, const char *word)
{
	for (int form = 0; form < CGF_OWN_FORMS; form++)
		if (strcmp(cgf_own_forms[form], word) == 0) {
			*out = (enum cgf_own_form)form;
			return true;
		}
	return false;
}

/* Where lines go to. */
struct reading {
	struct cgf_own_trace *out; /* NULL: nowhere */
	struct index *index;
	struct cgf_own_trace *runs; /* NULL: a process of one run */
	size_t max, begun;
	/* The last call before the collection that was begun last. */
	uint64_t collecting_pc;
	size_t collecting_site;
};

/* Room for sites, which a trace without calls does not need. */
static int make_room(struct reading *reading)
{
	if (reading->out->sites)
		return 0;
	memset(reading->index, 0, sizeof(*reading->index));
	reading->out->sites = calloc(CGF_OWN_SITES_MAX, sizeof(*reading->out->sites));
	return reading->out->sites ? 0 : -ENOMEM;
}

/* Gives back the room that was not needed. */
static void close_trace(struct cgf_own_trace *trace)
{
	struct cgf_own_site *smaller =
	        trace && trace->sites ? realloc(trace->sites, (trace->site_count + 1) * sizeof(*trace->sites))
	                              : NULL;

	if (smaller)
		trace->sites = smaller;
}

static int read_call(struct reading *reading, const char *line)
{
	struct cgf_own_trace *out = reading->out;
	struct cgf_own_site like = {0}, *site;
	struct cgf_own_call_line call;

	if (!cgf_own_call_line_read(&call, line) || !read_form(&like.form, call.form))
		return -EBADMSG;
	like.pc = call.pc;
	strcpy(like.function, call.name);
	if (make_room(reading) != 0)
		return -ENOMEM;
	site = find_site(out, reading->index, &like);
	if (!site)
		return -E2BIG;
	if (site->calls < CGF_OWN_FIRST_CALLS_MAX)
		site->numbers[site->calls] = call.number;
	site->digest = add_to_digest(site->digest, call.number);
	site->calls++;
	site->initial += strstr(line, " initial") != NULL;
	out->calls++;
	/* A callback is inside of a call of C, and no line of Go calls it. */
	if (like.form != CGF_OWN_FORM_CALLBACK) {
		out->last_pc = site->pc;
		out->last_site = (size_t)(site - out->sites);
	}
	return 0;
}

/* Adds a line to others of its kind. */
static int add_line(char **lines, const char *words)
{
	char *longer = NULL;

	if (asprintf(&longer, "%s%s\n", *lines ? *lines : "", words) < 0)
		return -ENOMEM;
	free(*lines);
	*lines = longer;
	return 0;
}

/* "NAME argument=I call=N pc=HEX bytes=SIZE offset=OFF[ library]" */
static int read_kept(struct cgf_own_trace *out, const char *words)
{
	struct cgf_own_kept kept = {0};
	char name[256];

	if (sscanf(words, "%255s argument=%u call=%*u pc=%*x bytes=%lu offset=%lu", name, &kept.argument,
	           &kept.bytes, &kept.offset) != 4 ||
	    strlen(name) >= sizeof(kept.function))
		return -EBADMSG;
	strcpy(kept.function, name);
	kept.library = strstr(words, " library") != NULL;
	if (out->kept_count < CGF_OWN_KEPT_MAX)
		out->kept[out->kept_count++] = kept;
	return 0;
}

static void note_not_fired(struct cgf_own_trace *out, const char *words)
{
	if (strncmp(words, "kept@", 5) == 0)
		return;
	if (out->not_fired < CGF_OWN_NOT_FIRED_MAX)
		snprintf(out->not_fired_lines[out->not_fired], sizeof(out->not_fired_lines[0]), "%s", words);
	out->not_fired++;
}

/* What the program does in a collection its finalizers do: the call that it is in goes on afterwards. */
static void note_collection(struct reading *reading, bool begins)
{
	struct cgf_own_trace *out = reading->out;

	if (begins) {
		reading->collecting_pc = out->last_pc;
		reading->collecting_site = out->last_site;
	} else {
		out->last_pc = reading->collecting_pc;
		out->last_site = reading->collecting_site;
	}
}

/* "N BYTES": the next of several runs. */
static int begin_run(struct reading *reading, const char *words)
{
	if (!reading->runs || strtoull(words, NULL, 10) != reading->begun + 1)
		return -EBADMSG;
	if (reading->begun == reading->max)
		return -E2BIG;
	close_trace(reading->out);
	reading->out = &reading->runs[reading->begun++];
	reading->out->bytes = strtoull(words + strcspn(words, " "), NULL, 10);
	return 0;
}

static int end_run(struct reading *reading)
{
	if (reading->out)
		reading->out->ended = true;
	close_trace(reading->out);
	reading->out = NULL;
	return 0;
}

static int read_line(struct reading *reading, char *line)
{
	struct cgf_own_trace *out = reading->out;
	bool begins = strcmp(line, "collecting") == 0;

	if (strncmp(line, "run ", 4) == 0)
		return begin_run(reading, line + 4);
	if (!out)
		return 0;
	if (strncmp(line, "ended ", 6) == 0)
		return end_run(reading);
	if (strncmp(line, "call ", 5) == 0)
		return read_call(reading, line);
	if (begins || strcmp(line, "collected") == 0) {
		note_collection(reading, begins);
		return 0;
	}
	if (strncmp(line, "fired ", 6) == 0) {
		out->fired++;
		return 0;
	}
	if (strncmp(line, "not ", 4) == 0) {
		note_not_fired(out, line + 4);
		return 0;
	}
	if (strncmp(line, "kept ", 5) == 0)
		return read_kept(out, line + 5);
	if (strncmp(line, "refused ", 8) == 0)
		return add_line(&out->refused, line + 8);
	if (strncmp(line, "alone ", 6) == 0)
		return add_line(&out->alone, line + 6);
	if (strncmp(line, "lost ", 5) == 0) {
		out->lost = strtoull(line + 5, NULL, 10);
		return 0;
	}
	return -EBADMSG;
}

static int read_lines(struct reading *reading, FILE *file)
{
	char *line = NULL;
	size_t room = 0;
	int error = 0;

	while (error == 0 && cgf_own_trace_line(&line, &room, file)) {
		size_t length = strlen(line);

		/* What was written twice may end in blanks. */
		while (length > 0 && line[length - 1] == ' ')
			line[--length] = '\0';
		error = read_line(reading, line);
	}
	free(line);
	return error;
}

static int read_file(struct reading *reading, const char *path)
{
	FILE *file = fopen(path, "re");
	int error;

	if (!file)
		return errno == ENOENT ? 0 : -errno;
	reading->index = malloc(sizeof(*reading->index));
	error = reading->index ? read_lines(reading, file) : -ENOMEM;
	close_trace(reading->out);
	free(reading->index);
	fclose(file);
	return error;
}

int cgf_own_trace_read(struct cgf_own_trace *out, const char *path)
{
	struct reading reading = {.out = out};

	*out = (struct cgf_own_trace){0};
	return read_file(&reading, path);
}

int cgf_own_trace_read_runs(struct cgf_own_trace *runs, size_t max, size_t *begun, const char *path)
{
	struct reading reading = {.runs = runs, .max = max};
	int error;

	memset(runs, 0, max * sizeof(*runs));
	error = read_file(&reading, path);
	*begun = reading.begun;
	return error;
}

void cgf_own_trace_free(struct cgf_own_trace *trace)
{
	free(trace->sites);
	free(trace->refused);
	free(trace->alone);
	*trace = (struct cgf_own_trace){0};
}
