/*
 * prepare.c: writes what prepared.c reads. See prepared.h.
 */
#include "prepared.h"

#include "copy.h"
#include "go_tool.h"

#include "plans/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Nothing of an earlier version may be left in it. */
static int make_empty(const char *folder)
{
	int error = cgf_folder_make(folder);

	if (error != 0)
		return cgf_harness_failed("%s: %s", folder, strerror(-error));
	if (rmdir(folder) != 0 || mkdir(folder, 0755) != 0)
		return cgf_wrong_usage("--prepare %s: %s; name a folder that is new or empty", folder,
		                       strerror(errno));
	return 0;
}

static int tell_copy(const char *what, int error)
{
	if (error == -EFBIG)
		return cgf_harness_failed("%s: its files and testdata are more than can be copied", what);
	return error == 0 ? 0 : cgf_harness_failed("%s cannot be copied: %s", what, strerror(-error));
}

static int copy_package(const struct cgf_own_session *session, const char *folder, size_t package)
{
	const struct cgf_own_build_request build = {.scratch = session->scratch}, built = {.scratch = folder};
	const char *source = session->packages.tested[package].folder;
	char from[CGF_PATH_BYTES_MAX], to[CGF_PATH_BYTES_MAX];
	int code;

	if (!cgf_own_program_path(from, sizeof(from), &build, package) ||
	    !cgf_own_program_path(to, sizeof(to), &built, package))
		return CGF_EXIT_HARNESS;
	code = tell_copy(from, cgf_own_file_copy(to, from));
	if (code != 0 || !cgf_text_make(to, sizeof(to), "%s/%zu", folder, package))
		return code ? code : CGF_EXIT_HARNESS;
	return tell_copy(source, cgf_own_folder_copy(to, source));
}

/* Go builds it when it is first asked for it. */
static int copy_addr2line(const struct cgf_own_session *session, const char *folder)
{
	static const char *const arguments[] = {"go", "tool", "-n", CGF_OWN_ADDR2LINE, NULL};
	char *from = cgf_go_ask(arguments, session->scratch), to[CGF_PATH_BYTES_MAX];
	int code = CGF_EXIT_HARNESS;

	if (!from)
		return CGF_EXIT_HARNESS;
	from[strcspn(from, "\n")] = '\0';
	if (cgf_text_make(to, sizeof(to), "%s/" CGF_OWN_ADDR2LINE, folder))
		code = tell_copy("go tool " CGF_OWN_ADDR2LINE, cgf_own_file_copy(to, from));
	free(from);
	return code;
}

static void print(FILE *to, const struct cgf_own_session *session, const char *below)
{
	const struct cgf_own_options *options = &session->options;

	fprintf(to, "cgofault prepared 1\nbuild: %s\nbelow: %s\n", cgf_own_sanitizers[options->sanitizer],
	        below);
	if (options->tags)
		fprintf(to, "tags: %s\n", options->tags);
	for (const char *const *with = options->with; *with; with++)
		fprintf(to, "with: %s\n", *with);
	for (size_t i = 0; i < session->packages.tested_count; i++) {
		const struct cgf_own_package *package = &session->packages.tested[i];

		fprintf(to, "package: %s\nname: %s\nsource: %s\n", package->path, package->name,
		        package->source);
	}
}

static int write_text(const struct cgf_own_session *session, const char *folder)
{
	char path[CGF_PATH_BYTES_MAX], below[CGF_PATH_BYTES_MAX], *text = NULL;
	size_t size;
	FILE *to;
	int error;

	if (!cgf_text_make(path, sizeof(path), "%s/prepared", folder))
		return CGF_EXIT_HARNESS;
	if (!getcwd(below, sizeof(below)) || !(to = open_memstream(&text, &size)))
		return cgf_harness_failed("%s: %s", path, strerror(errno));
	print(to, session, below);
	error = fclose(to) == 0 ? cgf_file_write(path, text, size) : -errno;
	free(text);
	return error == 0 ? 0 : cgf_harness_failed("%s: %s", path, strerror(-error));
}

int cgf_own_prepare(struct cgf_own_session *session, const char *folder)
{
	int code = make_empty(folder);

	if (code == 0)
		code = cgf_own_session_build(session);
	if (code == 0)
		code = cgf_own_session_whole(session);
	for (size_t i = 0; i < session->packages.tested_count && code == 0; i++)
		code = copy_package(session, folder, i);
	if (code == 0)
		code = copy_addr2line(session, folder);
	return code == 0 ? write_text(session, folder) : code;
}
