/*
 * proc_files.c: see proc_files.h.
 */
#include "proc_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open_file(const char *path)
{
	return (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
}

static void close_file(int file)
{
	if (file >= 0)
		syscall(SYS_close, file);
}

bool cgf_own_proc_read(char *out, long bytes, const char *path)
{
	int file = open_file(path);
	long size = file < 0 ? -1 : syscall(SYS_read, file, out, bytes - 1);
	close_file(file);
	out[size > 0 ? size : 0] = '\0';
	return size > 0;
}

bool cgf_own_proc_numbers(const char *path, bool (*take)(int number, void *data), void *data)
{
	_Alignas(struct dirent64) char entries[4096];
	int folder = open_file(path);
	long size;
	bool more = folder >= 0;

	while (more && (size = syscall(SYS_getdents64, folder, entries, sizeof(entries))) > 0)
		for (long at = 0; more && at < size;) {
			const struct dirent64 *entry = (const struct dirent64 *)(entries + at);
			int number = atoi(entry->d_name);
			at += entry->d_reclen;
			more = number == 0 || take(number, data);
		}
	close_file(folder);
	return folder >= 0;
}
