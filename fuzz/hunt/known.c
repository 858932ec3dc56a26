/*
 * known.c: see known.h.
 */
#include "known.h"

#include "plans/files.h"
#include "plans/plan_lines.h"
#include "plans/replay.h"
#include "plans/say.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

struct question {
	const struct cgf_programs *programs;
	const struct cgf_verdict *verdict;
	struct cgf_target target; /* the verdict's */
};

static bool header_has(const struct question *asked, const struct cgf_header *header, const char *path)
{
	struct cgf_verdict stored;

	(void)path;
	return cgf_verdict_read(&stored, header->verdict) && cgf_verdict_same(&stored, asked->verdict);
}

/* Of its own build the header says what the plan has. */
static bool replay_has(const struct question *asked, const struct cgf_header *header, const char *path)
{
	struct cgf_verdict replayed;

	return strcmp(header->build, asked->verdict->build) != 0 &&
	       cgf_replay_once(&replayed, asked->programs, &asked->target, path) == 0 &&
	       cgf_verdict_same(&replayed, asked->verdict);
}

typedef bool answer(const struct question *, const struct cgf_header *, const char *path);

static bool plan_has(const struct question *asked, const char *path, answer *has)
{
	static char text[CGF_TEXT_BYTES_MAX + 1];
	struct cgf_header header;
	char why[256];
	long size = cgf_file_read(text, sizeof(text), path);

	return size > 0 && cgf_header_read(&header, text, why, sizeof(why)) == 0 &&
	       strcmp(header.class_name, asked->verdict->class_name) == 0 && has(asked, &header, path);
}

static bool folder_has(const struct question *asked, const char *folder, answer *has)
{
	char path[2 * CGF_PATH_BYTES_MAX];
	DIR *directory = opendir(folder);
	struct dirent *entry;
	bool found = false;

	while (directory && !found && (entry = readdir(directory))) {
		cgf_text_make(path, sizeof(path), "%s/%s", folder, entry->d_name);
		found = strstr(entry->d_name, ".plan") && plan_has(asked, path, has);
	}
	if (directory)
		closedir(directory);
	return found;
}

static bool corpus_has(const struct question *asked, const char *corpus, answer *has)
{
	static const char *const layouts[] = {"/repros", ""};
	char folder[CGF_PATH_BYTES_MAX];

	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
		if (cgf_text_make(folder, sizeof(folder), "%s/%s%s", corpus, asked->verdict->class_name,
		                  layouts[i]) &&
		    folder_has(asked, folder, has))
			return true;
	return false;
}

bool cgf_corpus_has(const char *corpus, const struct cgf_programs *programs,
                    const struct cgf_verdict *verdict)
{
	struct question asked = {.programs = programs, .verdict = verdict};

	if (corpus_has(&asked, corpus, header_has))
		return true;
	/* Other tools say the same of a failed build, and a replay is a build. */
	return cgf_target_choose(&asked.target, programs, verdict->class_name, verdict->variant,
	                         verdict->build) == 0 &&
	       strcmp(asked.target.set, CGF_ENUMERATED_SET) != 0 && corpus_has(&asked, corpus, replay_has);
}
