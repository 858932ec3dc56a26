/*
 * prepared.c: see prepared.h.
 */
#include "prepared.h"

#include "tests.h"

#include "plans/say.h"
#include "plans/scratch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_BYTES_MAX = 1 << 20, WITH_MAX = 256 };

static const char first_line[] = "cgofault prepared 1";

/* What the session's options point at. */
static const char *with[WITH_MAX + 1];

static char *next_value(char **rest, const char **key)
{
	char *line = strsep(rest, "\n"), *value = line ? strstr(line, ": ") : NULL;

	*key = line;
	if (!value)
		return NULL;
	*value = '\0';
	return value + 2;
}

static bool add_with(const char *pattern)
{
	size_t count = 0;

	while (with[count])
		count++;
	if (count == WITH_MAX)
		return false;
	with[count] = pattern;
	return true;
}

static bool add_package(struct cgf_own_packages *packages, const char *path)
{
	if (packages->tested_count == CGF_OWN_PACKAGES_MAX)
		return false;
	packages->tested[packages->tested_count++].path = path;
	return true;
}

/* A line of the text. False: no such key, or a value that cannot be. */
static bool read_line(struct cgf_own_session *session, const char *key, char *value)
{
	struct cgf_own_packages *packages = &session->packages;
	struct cgf_own_package *last =
	        packages->tested_count ? &packages->tested[packages->tested_count - 1] : NULL;

	if (strcmp(key, "build") == 0)
		return cgf_own_sanitizer_read(&session->options.sanitizer, value);
	if (strcmp(key, "tags") == 0)
		return (session->options.tags = value) != NULL;
	if (strcmp(key, "with") == 0)
		return add_with(value);
	if (strcmp(key, "package") == 0)
		return add_package(packages, value);
	if (strcmp(key, "below") == 0)
		cgf_own_files_shown_below(value);
	else if (last && strcmp(key, "name") == 0)
		last->name = value;
	else if (last && strcmp(key, "source") == 0)
		last->source = value;
	else
		return false;
	return true;
}

static int read_text(struct cgf_own_session *session, const char *folder)
{
	char path[CGF_PATH_BYTES_MAX], *text = malloc(TEXT_BYTES_MAX), *rest = text, *value;
	const char *key;
	long size = -ENOMEM;

	session->packages.text = text;
	if (!cgf_text_make(path, sizeof(path), "%s/prepared", folder))
		return CGF_EXIT_HARNESS;
	if (text)
		size = cgf_file_read(text, TEXT_BYTES_MAX, path);
	if (size < 0)
		return cgf_harness_failed("%s: %s", path, strerror((int)-size));
	if (strcmp(strsep(&rest, "\n"), first_line) != 0)
		return cgf_harness_failed("%s: its first line is not \"%s\": prepare it anew", path,
		                          first_line);
	while (rest && *rest) {
		value = next_value(&rest, &key);
		if (!value || !read_line(session, key, value))
			return cgf_harness_failed("%s: cannot read \"%s\": prepare it anew", path, key);
	}
	for (size_t i = 0; i < session->packages.tested_count; i++)
		if (!session->packages.tested[i].name || !session->packages.tested[i].source)
			return cgf_harness_failed("%s: says too little of %s: prepare it anew", path,
			                          session->packages.tested[i].path);
	return session->packages.tested_count ? 0 : cgf_harness_failed("%s: names no package", path);
}

/* What runs look for in the scratch folder. */
static int link_there(const char *folder, const char *name, const char *scratch)
{
	char from[CGF_PATH_BYTES_MAX], to[CGF_PATH_BYTES_MAX];

	if (!cgf_text_make(from, sizeof(from), "%s/%s", folder, name) ||
	    !cgf_text_make(to, sizeof(to), "%s/%s", scratch, name))
		return CGF_EXIT_HARNESS;
	if (access(from, X_OK) != 0 || symlink(from, to) != 0)
		return cgf_harness_failed("%s: %s", from, strerror(errno));
	return 0;
}

/* Names go with those that the text has. */
static int name_folders(struct cgf_own_session *session, const char *folder)
{
	struct cgf_own_packages *packages = &session->packages;

	packages->with_text = calloc(packages->tested_count, CGF_PATH_BYTES_MAX);
	if (!packages->with_text)
		return cgf_harness_failed("out of memory");
	for (size_t i = 0; i < packages->tested_count; i++) {
		char *name = packages->with_text + i * CGF_PATH_BYTES_MAX;

		if (!cgf_text_make(name, CGF_PATH_BYTES_MAX, "%s/%zu", folder, i))
			return CGF_EXIT_HARNESS;
		packages->tested[i].folder = name;
	}
	return 0;
}

static int link_all(const struct cgf_own_session *session, const char *folder)
{
	int code = link_there(folder, CGF_OWN_ADDR2LINE, session->scratch);

	for (size_t i = 0; i < session->packages.tested_count && code == 0; i++) {
		char name[64];

		snprintf(name, sizeof(name), "%zu.test", i);
		code = link_there(folder, name, session->scratch);
	}
	return code;
}

int cgf_own_prepared_open(struct cgf_own_session *session, const char *folder)
{
	int code, error = cgf_scratch_make(session->scratch, sizeof(session->scratch));

	if (error != 0)
		return cgf_harness_failed("cannot make a temporary folder: %s", strerror(-error));
	strcpy(session->slot.scratch, session->scratch);
	cgf_own_processes_prepare();
	session->options.elsewhere = true;
	session->options.with = with;
	code = read_text(session, folder);
	if (code == 0)
		code = name_folders(session, folder);
	if (code == 0)
		code = link_all(session, folder);
	return code == 0 ? cgf_own_tests_list(session) : code;
}
