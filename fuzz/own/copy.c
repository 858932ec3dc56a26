/*
 * copy.c: see copy.h.
 */
#include "copy.h"

#include "plans/files.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MAX = 100000 };
#define BYTES_MAX (INT64_C(1) << 30)

/* Until nothing more comes: a file may grow meanwhile. */
static int copy_bytes(int to, int from)
{
	ssize_t copied;

	while ((copied = sendfile(to, from, NULL, 1 << 20)) > 0)
		;
	return copied == 0 ? 0 : -errno;
}

int cgf_own_file_copy(const char *to, const char *from)
{
	int source = open(from, O_RDONLY | O_CLOEXEC), target = -1, error = 0;
	struct stat status;

	if (source < 0 || fstat(source, &status) != 0)
		error = -errno;
	if (error == 0 && (target = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) < 0)
		error = -errno;
	if (error == 0)
		error = copy_bytes(target, source);
	if (error == 0 && fchmod(target, (status.st_mode & 0777) | 0600) != 0)
		error = -errno;
	if (source >= 0)
		close(source);
	if (target >= 0 && close(target) != 0 && error == 0)
		error = -errno;
	return error;
}

/* Other folders are those of other packages. */
static bool is_left_out(const FTSENT *entry)
{
	return entry->fts_level == 1 && strcmp(entry->fts_name, "testdata") != 0;
}

struct copying {
	FTS *files;
	const char *to;
	size_t from_length;
	size_t count;
	int64_t bytes;
};

static int copy_entry(struct copying *copying, FTSENT *entry)
{
	char path[CGF_PATH_BYTES_MAX];

	if (!cgf_text_make(path, sizeof(path), "%s%s", copying->to, entry->fts_path + copying->from_length))
		return -ENAMETOOLONG;
	switch (entry->fts_info) {
	case FTS_D:
		if (is_left_out(entry))
			return fts_set(copying->files, entry, FTS_SKIP);
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return -errno;
		return chmod(path, (entry->fts_statp->st_mode & 0777) | 0700) == 0 ? 0 : -errno;
	case FTS_F:
		copying->bytes += entry->fts_statp->st_size;
		if (++copying->count > FILES_MAX || copying->bytes > BYTES_MAX)
			return -EFBIG;
		return cgf_own_file_copy(path, entry->fts_path);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		return -entry->fts_errno;
	default:
		return 0;
	}
}

int cgf_own_folder_copy(const char *to, const char *from)
{
	char *const roots[] = {(char *)from, NULL};
	struct copying copying = {.files = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, NULL),
	                          .to = to,
	                          .from_length = strlen(from)};
	FTSENT *entry;
	int error = copying.files ? 0 : -errno;

	while (error == 0 && (errno = 0, entry = fts_read(copying.files)))
		error = copy_entry(&copying, entry);
	if (error == 0)
		error = -errno;
	if (copying.files)
		fts_close(copying.files);
	return error;
}
