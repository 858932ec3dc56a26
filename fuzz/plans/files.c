/*
 * files.c: see files.h.
 */
#include "files.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

int cgf_file_write(const char *path, const void *bytes, size_t size)
{
	char beside[PATH_MAX];
	FILE *file;
	int error = 0;

	if (snprintf(beside, sizeof(beside), "%s.%d.new", path, (int)getpid()) >= (int)sizeof(beside))
		return -ENAMETOOLONG;
	file = fopen(beside, "wb");
	if (!file)
		return -errno;
	if (fwrite(bytes, 1, size, file) != size)
		error = -EIO;
	if (fclose(file) != 0 && error == 0)
		error = -errno;
	if (error == 0 && rename(beside, path) != 0)
		error = -errno;
	if (error != 0)
		unlink(beside);
	return error;
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

int cgf_folder_make_temporary(char *out, size_t size)
{
	const char *under = getenv("TMPDIR");

	if (!cgf_text_make(out, size, "%s/cgofault-XXXXXX", under && *under ? under : "/tmp"))
		return -ENAMETOOLONG;
	return mkdtemp(out) ? 0 : -errno;
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
