/*
 * between.c: see between.h.
 */
#include "between.h"

#include "go_tool.h"

#include "plans/files.h"
#include "plans/insert.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES_MAX = 4096, OVERLAY_BYTES_MAX = 4 << 20 };

CGF_INSERT(cgf_own_between_go, CGF_OWN_BETWEEN_TEXT);

extern const char cgf_own_between_go[];

/* The value of -overlay in the user's GOFLAGS, which ours would replace; empty: there is none. */
static int find_users(char *out, size_t size, const char *scratch)
{
	static const char *const arguments[] = {"go", "env", "GOFLAGS", NULL};
	char *flags = cgf_go_ask(arguments, scratch), *at = flags ? strstr(flags, "-overlay=") : NULL;
	bool fits;

	if (!flags)
		return -EIO;
	at = at ? at + strlen("-overlay=") : flags + strlen(flags);
	/* A flag that is quoted, with blanks in it. */
	fits = !strpbrk(flags, "'\"") && cgf_text_make(out, size, "%.*s", (int)strcspn(at, " \n"), at);
	free(flags);
	return fits ? 0 : -EINVAL;
}

/* What the file says; an empty object where there is none. NULL: it cannot be read. */
static cJSON *read_users(const char *path)
{
	cJSON *object = NULL;
	char *text;

	if (*path == '\0')
		return cJSON_Parse("{\"Replace\":{}}");
	text = malloc(OVERLAY_BYTES_MAX);
	if (text && cgf_file_read(text, OVERLAY_BYTES_MAX, path) >= 0)
		object = cJSON_Parse(text);
	free(text);
	return object;
}

/* The user's overlay with one file more. */
static int write_overlay(const char *path, const char *users, const char *added, const char *from)
{
	cJSON *object = read_users(users), *replace = cJSON_GetObjectItem(object, "Replace");
	char *text = NULL;
	int error = -EINVAL;

	if (cJSON_IsObject(replace) && cJSON_AddStringToObject(replace, added, from))
		text = cJSON_Print(object);
	if (text)
		error = cgf_file_write(path, text, strlen(text));
	free(text);
	cJSON_Delete(object);
	return error;
}

int cgf_own_between_write(char *argument, size_t size, const struct cgf_own_package *package,
                          const char *scratch)
{
	char text[TEXT_BYTES_MAX], from[CGF_PATH_BYTES_MAX], added[CGF_PATH_BYTES_MAX];
	char overlay[CGF_PATH_BYTES_MAX], users[CGF_PATH_BYTES_MAX];
	int error = find_users(users, sizeof(users), scratch);

	if (error != 0)
		return error;
	if (!cgf_text_make(text, sizeof(text), "package %s_test\n%s", package->name,
	                   cgf_inserted_below(cgf_own_between_go)) ||
	    !cgf_text_make(from, sizeof(from), "%s/between_test.go", scratch) ||
	    !cgf_text_make(overlay, sizeof(overlay), "%s/overlay", scratch) ||
	    !cgf_text_make(added, sizeof(added), "%s/cgofault_between_runs_test.go", package->folder) ||
	    !cgf_text_make(argument, size, "-overlay=%s", overlay))
		return -ENAMETOOLONG;
	error = cgf_file_write(from, text, strlen(text));
	return error ? error : write_overlay(overlay, users, added, from);
}
