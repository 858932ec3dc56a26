/*
 * output.c: see output.h.
 */
#include "output.h"

#include "finding.h"
#include "plans/files.h"
#include "plans/say.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* A plan with its claim, several times over. */
enum { FREE_BYTES_MIN = 256 * 1024, FREE_FILES_MIN = 4 };

/* Some file systems count no files: all is 0 then. */
static int check_space(const char *output)
{
	struct statvfs space;

	if (statvfs(output, &space) != 0)
		return -errno;
	if ((uint64_t)space.f_bavail * space.f_frsize < FREE_BYTES_MIN ||
	    (space.f_files > 0 && space.f_favail < FREE_FILES_MIN))
		return -ENOSPC;
	return 0;
}

static int check_writing(const char *output)
{
	char path[CGF_PATH_BYTES_MAX];
	int error;

	if (!cgf_text_make(path, sizeof(path), "%s/.%d.check", output, (int)getpid()))
		return -ENAMETOOLONG;
	error = cgf_file_write(path, output, strlen(output));
	unlink(path);
	return error;
}

int cgf_output_check(const char *output)
{
	int error = cgf_folder_make(output);

	if (error == 0)
		error = check_space(output);
	if (error == 0)
		error = check_writing(output);
	return error == 0 ? 0
	                  : cgf_harness_failed("%s: no findings can be written there: %s", output,
	                                       strerror(-error));
}

static int keep_under(char *path, size_t size, const char *folder, const char *name, const char *text,
                      size_t length)
{
	int error = cgf_folder_make(folder);

	if (error == 0 && !cgf_text_make(path, size, "%s/%s", folder, name))
		error = -ENAMETOOLONG;
	return error == 0 ? cgf_file_keep(path, text, length) : error;
}

static int keep_elsewhere(char *path, size_t size, const struct cgf_programs *programs, const char *under,
                          const char *name, const char *text, size_t length)
{
	const char *temporary = getenv("TMPDIR");
	char folder[CGF_PATH_BYTES_MAX + 256];

	cgf_text_make(folder, sizeof(folder), "%s/findings/%s", programs->build_directory, under);
	if (keep_under(path, size, folder, name, text, length) == 0)
		return 0;
	cgf_text_make(folder, sizeof(folder), "%s/cgofault-findings-%u/%s",
	              temporary && *temporary ? temporary : "/tmp", (unsigned)geteuid(), under);
	return keep_under(path, size, folder, name, text, length);
}

int cgf_output_keep(char *path, size_t size, const struct cgf_programs *programs, const char *output,
                    const char *under, const char *name, const char *text, size_t length)
{
	char folder[CGF_PATH_BYTES_MAX];
	int error;

	cgf_text_make(folder, sizeof(folder), "%s/%s", output, under);
	error = keep_under(path, size, folder, name, text, length);
	if (error == 0)
		return 0;
	if (keep_elsewhere(path, size, programs, under, name, text, length) == 0) {
		fprintf(stderr, "cgofault: cannot write in %s: %s; kept as %s instead\n", folder,
		        strerror(-error), path);
		return 0;
	}
	cgf_harness_failed("cannot write in %s: %s; nor elsewhere; the plan:", folder, strerror(-error));
	fwrite(text, 1, length, stderr);
	path[0] = '\0';
	return CGF_EXIT_HARNESS;
}

int cgf_output_keep_finding(char *path, size_t size, const struct cgf_programs *programs, const char *output,
                            const char *under, struct cgf_plan_lines *lines,
                            const struct cgf_verdict *verdict)
{
	static char text[CGF_TEXT_BYTES_MAX];
	char name[3 * CGF_VERDICT_WORD_BYTES_MAX];
	int length;

	cgf_finding_name(name, sizeof(name), verdict);
	cgf_plan_lines_judge(lines, verdict);
	length = cgf_plan_lines_write(text, sizeof(text), lines);
	if (length < 0)
		return cgf_harness_failed("%s: a plan has at most %d bytes", name, CGF_TEXT_BYTES_MAX);
	return cgf_output_keep(path, size, programs, output, under, name, text, (size_t)length);
}
