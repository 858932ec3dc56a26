/*
 * files.c: see files.h.
 */
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

bool cgf_text_make(char *out, size_t size, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(out, size, format, arguments);
	va_end(arguments);
	if (length >= 0 && (size_t)length < size)
		return true;
	fprintf(stderr, "cgofault: longer than %zu bytes: %s...\n", size - 1, out);
	out[0] = '\0';
	return false;
}

long cgf_file_read(char *out, size_t size, const char *path)
{
	FILE *file = fopen(path, "rb");
	long result;

	if (!file)
		return -errno;
	result = (long)fread(out, 1, size, file);
	if (ferror(file))
		result = -EIO;
	else if ((size_t)result == size)
		result = -EFBIG;
	else
		out[result] = '\0';
	fclose(file);
	return result;
}

/* A rename is on the disk when its folder is. */
static int sync_folder_of(const char *path)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int fd, error = 0;

	snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fsync(fd) != 0 && errno != EINVAL) /* some file systems cannot */
		error = -errno;
	close(fd);
	return error;
}

/* A device or a pipe takes the bytes as they are: nothing can be renamed to its name. */
static int write_through(const char *path, const void *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");
	int error = 0;

	if (!file)
		return -errno;
	if (fwrite(bytes, 1, size, file) != size)
		error = errno ? -errno : -EIO;
	if (fclose(file) != 0 && error == 0)
		error = -errno;
	return error;
}

/* The name under which a file is written: hidden, and never that of a plan. */
static int name_beside(char *out, size_t size, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	return snprintf(out, size, "%.*s.%s.%d.new", (int)(name - path), path, name, (int)getpid()) <
	                       (int)size
	               ? 0
	               : -ENAMETOOLONG;
}

/* Opens it and holds its lock. It may have been taken for a dead process's before that. */
static FILE *open_beside(const char *beside)
{
	for (;;) {
		FILE *file = fopen(beside, "wbe");
		struct stat status;

		if (!file || flock(fileno(file), LOCK_EX) != 0 || fstat(fileno(file), &status) != 0 ||
		    status.st_nlink > 0)
			return file;
		fclose(file);
	}
}

void cgf_files_remove_dead(const char *folder)
{
	char name[2 * PATH_MAX];
	DIR *directory = opendir(folder);
	struct dirent *entry;

	while (directory && (entry = readdir(directory))) {
		int fd;

		if (fnmatch(".*.[0-9]*.new", entry->d_name, FNM_PERIOD) != 0)
			continue;
		snprintf(name, sizeof(name), "%s/%s", folder, entry->d_name);
		fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
			unlink(name);
		if (fd >= 0)
			close(fd);
	}
	if (directory)
		closedir(directory);
}

static void remove_dead_beside(const char *path)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');

	snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
	cgf_files_remove_dead(folder);
}

/* `lock`, where not NULL, goes on with the lock of the file. */
static int write_beside(const char *path, const void *bytes, size_t size, bool keep, int *lock)
{
	char beside[PATH_MAX];
	struct stat status;
	FILE *file;
	int error = name_beside(beside, sizeof(beside), path);

	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
		return write_through(path, bytes, size);
	if (keep)
		remove_dead_beside(path);
	if (error != 0 || !(file = open_beside(beside)))
		return error ? error : -errno;
	errno = 0;
	if (fwrite(bytes, 1, size, file) != size || fflush(file) != 0 || (keep && fsync(fileno(file)) != 0))
		error = errno ? -errno : -EIO;
	if (error == 0 && rename(beside, path) != 0)
		error = -errno;
	if (error != 0)
		unlink(beside);
	else if (lock && (*lock = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0)) < 0)
		error = -errno;
	if (fclose(file) != 0 && error == 0)
		error = -errno;
	return error == 0 && keep ? sync_folder_of(path) : error;
}

int cgf_file_write(const char *path, const void *bytes, size_t size)
{
	return write_beside(path, bytes, size, false, NULL);
}

int cgf_file_keep(const char *path, const void *bytes, size_t size)
{
	return write_beside(path, bytes, size, true, NULL);
}

int cgf_file_keep_locked(int *lock, const char *path, const void *bytes, size_t size)
{
	*lock = -1;
	return write_beside(path, bytes, size, true, lock);
}

int cgf_folder_make(const char *path)
{
	char part[PATH_MAX];
	struct stat status;

	if (snprintf(part, sizeof(part), "%s", path) >= (int)sizeof(part))
		return -ENAMETOOLONG;
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(part, 0777);
		*slash = '/';
	}
	if (mkdir(part, 0777) == 0 ||
	    (errno == EEXIST && stat(part, &status) == 0 && S_ISDIR(status.st_mode)))
		return 0;
	return -errno;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
	(void)status;
	(void)kind;
	(void)where;
	return remove(path);
}

void cgf_folder_remove(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
