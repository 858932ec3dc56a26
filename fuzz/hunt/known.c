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
};

static bool header_has(const struct question *asked, const struct cgf_header *header, const char *path)
{
	struct cgf_verdict stored;

	(void)path;
	return cgf_verdict_read(&stored, header->verdict) && cgf_verdict_same(&stored, asked->verdict);
}

static bool replay_has(const struct question *asked, const struct cgf_header *header, const char *path)
{
	const struct cgf_verdict *verdict = asked->verdict;
	struct cgf_verdict replayed;
	struct cgf_target target;

	if (strcmp(header->build, verdict->build) == 0 ||
	    cgf_target_choose(&target, asked->programs, verdict->class_name, verdict->variant,
	                      verdict->build) != 0)
		return false; /* the header says what it has there */
	/* Other tools say the same of a failed build, and a replay is a build. */
	return strcmp(target.set, CGF_ENUMERATED_SET) != 0 &&
	       cgf_replay_once(&replayed, asked->programs, &target, path) == 0 &&
	       cgf_verdict_same(&replayed, verdict);
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

bool cgf_corpus_has(const char *corpus, const struct cgf_programs *programs,
                    const struct cgf_verdict *verdict)
{
	static const char *const layouts[] = {"/repros", ""};
	static answer *const answers[] = {header_has, replay_has};
	const struct question asked = {programs, verdict};
	char folder[CGF_PATH_BYTES_MAX];

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		for (size_t j = 0; j < sizeof(layouts) / sizeof(layouts[0]); j++)
			if (cgf_text_make(folder, sizeof(folder), "%s/%s%s", corpus, verdict->class_name,
			                  layouts[j]) &&
			    folder_has(&asked, folder, answers[i]))
				return true;
	return false;
}
