/*
 * finding.c: see finding.h.
 */
#include "finding.h"

#include "plans/files.h"
#include "plans/say.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A word of a verdict as part of a file's name: brackets and stars of Go's method names go. */
static void add_word(char *out, size_t size, const char *word)
{
	size_t length = strlen(out);

	for (; *word && length + 1 < size; word++) {
		if (*word == '/')
			out[length++] = '-';
		else if (isalnum((unsigned char)*word) || strchr("_.-", *word))
			out[length++] = *word;
	}
	out[length] = '\0';
}

void cgf_finding_name(char *out, size_t size, const struct cgf_verdict *verdict)
{
	out[0] = '\0';
	add_word(out, size, verdict->name);
	add_word(out, size, "-");
	add_word(out, size, verdict->at);
	add_word(out, size, "-");
	add_word(out, size, verdict->plan);
	add_word(out, size, ".plan");
}

int cgf_finding_save(char *path, size_t size, const char *folder, struct cgf_plan_lines *lines,
                     const struct cgf_verdict *verdict)
{
	static char text[CGF_TEXT_BYTES_MAX];
	char name[3 * CGF_VERDICT_WORD_BYTES_MAX];
	int error = cgf_folder_make(folder), length;

	cgf_finding_name(name, sizeof(name), verdict);
	cgf_text_make(path, size, "%s/%s", folder, name);
	cgf_plan_lines_judge(lines, verdict);
	length = cgf_plan_lines_write(text, sizeof(text), lines);
	if (length < 0)
		return cgf_harness_failed("%s: a plan has at most %d bytes", path, CGF_TEXT_BYTES_MAX);
	if (error == 0)
		error = cgf_file_keep(path, text, (size_t)length);
	return error == 0 ? 0 : cgf_harness_failed("%s: %s", path, strerror(-error));
}

bool cgf_corpus_find(char *out, size_t size, const struct cgf_programs *programs, const char *option)
{
	struct stat status;

	if (option)
		snprintf(out, size, "%s", option);
	else
		cgf_text_make(out, size, "%s/../corpus", programs->build_directory);
	return stat(out, &status) == 0 && S_ISDIR(status.st_mode);
}
