/*
 * stored.c: see stored.h.
 */
#include "stored.h"

#include "replay.h"
#include "say.h"
#include "verdict.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The copy's descriptor: above those that the program under test gets, which then are the same as for a file.
 */
enum { COPY_FD_MIN = 100 };

/* Reads all there is. 0, or an exit code after one line. */
static int copy(struct cgf_stored *stored, int from)
{
	static char text[CGF_TEXT_BYTES_MAX + 1];
	size_t size = 0;
	ssize_t got = 1;
	int fd;

	while (got > 0 && size < sizeof(text)) {
		got = read(from, text + size, sizeof(text) - size);
		if (got < 0)
			return errno == EINTR ? CGF_EXIT_INTERRUPTED
			                      : cgf_wrong_usage("%s: %s", stored->name, strerror(errno));
		size += (size_t)got;
	}
	if (size == 0)
		return cgf_wrong_usage("%s: no plan came; it is empty", stored->name);
	if (size > CGF_TEXT_BYTES_MAX)
		return cgf_wrong_usage("%s: a plan has at most %d bytes", stored->name, CGF_TEXT_BYTES_MAX);
	fd = memfd_create("plan", MFD_CLOEXEC);
	stored->fd = fd < 0 ? -1 : fcntl(fd, F_DUPFD, COPY_FD_MIN);
	if (fd >= 0)
		close(fd);
	if (stored->fd < 0 || write(stored->fd, text, size) != (ssize_t)size)
		return cgf_harness_failed("%s: cannot be copied: %s", stored->name, strerror(errno));
	snprintf(stored->path, sizeof(stored->path), "/proc/self/fd/%d", stored->fd);
	return 0;
}

int cgf_stored_open(struct cgf_stored *out, const char *name)
{
	bool is_stdin = strcmp(name, "-") == 0;
	struct stat status;
	int from, code;

	*out = (struct cgf_stored){.name = is_stdin ? "stdin" : name, .fd = -1};
	from = is_stdin ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
	if (from < 0 || fstat(from, &status) != 0)
		code = cgf_wrong_usage("%s: %s", out->name, strerror(errno));
	else if (S_ISDIR(status.st_mode))
		code = cgf_wrong_usage("%s is a folder; name a plan in it", out->name);
	else if (!is_stdin && S_ISREG(status.st_mode))
		code = cgf_text_make(out->path, sizeof(out->path), "%s", name) ? 0 : CGF_EXIT_USAGE;
	else
		code = copy(out, from);
	if (from >= 0 && !is_stdin)
		close(from);
	return code;
}

void cgf_stored_close(struct cgf_stored *stored)
{
	if (stored->fd >= 0)
		close(stored->fd);
	stored->fd = -1;
}

int cgf_target_for_file(struct cgf_target *out, const struct cgf_programs *programs,
                        const struct cgf_stored *stored, const struct cgf_wish *wish)
{
	static char text[CGF_TEXT_BYTES_MAX + 1];
	struct cgf_header header = {0};
	char why[256] = "";
	long size = cgf_file_read(text, sizeof(text), stored->path);
	bool is_text;
	int code;

	if (size == -EFBIG)
		return cgf_wrong_usage("%s: a plan has at most %d bytes", stored->name, CGF_TEXT_BYTES_MAX);
	if (size < 0)
		return cgf_wrong_usage("%s: %s", stored->name, strerror((int)-size));
	is_text = cgf_plan_is_text((const uint8_t *)text, (size_t)size);
	if (is_text && strlen(text) != (size_t)size)
		return cgf_wrong_usage("%s: a plan's text holds no NUL byte", stored->name);
	if (is_text && cgf_header_read(&header, text, why, sizeof(why)) != 0)
		return cgf_wrong_usage("%s: %s", stored->name, why);
	if (!wish->class_name && header.class_name[0] == '\0')
		return cgf_wrong_usage("%s: raw bytes do not say their class; add --class CLASS",
		                       stored->name);
	code = cgf_target_choose(out, programs, wish->class_name ? wish->class_name : header.class_name,
	                         wish->variant ? wish->variant : header.variant,
	                         wish->build ? wish->build : header.build);
	if (code == 0 && wish->op)
		cgf_text_make(out->op, sizeof(out->op), "%s", wish->op);
	return code;
}

int cgf_plan_lines_load(struct cgf_plan_lines *out, const struct cgf_programs *programs,
                        const struct cgf_target *target, const char *file)
{
	char why[256] = "";
	size_t size;
	int code;
	const char *text = cgf_replay_print(&size, &code, "--show", programs, target, file);

	if (!text)
		return code;
	if (cgf_plan_lines_read(out, text, why, sizeof(why)) != 0)
		return cgf_harness_failed("%s: %s", file, why);
	return 0;
}
