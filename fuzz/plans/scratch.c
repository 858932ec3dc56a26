/*
 * scratch.c: see scratch.h. Whoever uses a folder holds the lock of a file in it. The kernel lets go of it
 * when the last process that inherited it is dead, also in another container that shares the folder.
 */
#include "scratch.h"

#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HELD_MAX = 16, TRIES_MAX = 100 };

static const char prefix[] = "cgofault-", letters[] = "XXXXXX", lock_name[] = ".lock";

/* The locks that this process holds. */
static struct {
	char folder[CGF_PATH_BYTES_MAX];
	int fd;
} held[HELD_MAX];

static const char *parent(void)
{
	const char *under = getenv("TMPDIR");

	return under && *under ? under : "/tmp";
}

/* The descriptor of the folder's lock, or -1 when somebody else has it, or has removed the folder meanwhile.
 */
static int take_lock(const char *folder, int flags)
{
	char path[CGF_PATH_BYTES_MAX + 16];
	struct stat status;
	int fd;

	cgf_text_make(path, sizeof(path), "%s/%s", folder, lock_name);
	fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
	if (fd < 0)
		return -1;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &status) == 0 && status.st_nlink > 0)
		return fd;
	close(fd);
	return -1;
}

/* A process may have died before it made its lock: then the folder is empty. One that is about to make it
 * finds that the folder is gone, and makes another. */
static void remove_dead(const char *folder)
{
	int fd;

	if (rmdir(folder) == 0 || (fd = take_lock(folder, 0)) < 0)
		return;
	cgf_folder_remove(folder);
	close(fd);
}

static void remove_all_dead(void)
{
	char folder[CGF_PATH_BYTES_MAX];
	DIR *directory = opendir(parent());
	struct dirent *entry;
	struct stat status;

	while (directory && (entry = readdir(directory))) {
		if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0 ||
		    strlen(entry->d_name) != strlen(prefix) + strlen(letters) ||
		    !cgf_text_make(folder, sizeof(folder), "%s/%s", parent(), entry->d_name))
			continue;
		if (lstat(folder, &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid())
			remove_dead(folder);
	}
	if (directory)
		closedir(directory);
}

static int hold(const char *folder, int fd)
{
	for (size_t i = 0; i < HELD_MAX; i++)
		if (held[i].fd <= 0) {
			held[i].fd = fd;
			cgf_text_make(held[i].folder, sizeof(held[i].folder), "%s", folder);
			return 0;
		}
	close(fd);
	return -EMFILE;
}

int cgf_scratch_make(char *out, size_t size)
{
	static bool swept;
	int fd;

	if (!swept)
		remove_all_dead();
	swept = true;
	for (int i = 0; i < TRIES_MAX; i++) {
		if (!cgf_text_make(out, size, "%s/%s%s", parent(), prefix, letters))
			return -ENAMETOOLONG;
		if (!mkdtemp(out))
			return -errno;
		fd = take_lock(out, O_CREAT);
		if (fd >= 0)
			return hold(out, fd);
		if (errno != ENOENT && errno != EWOULDBLOCK)
			return -errno;
	}
	return -EAGAIN;
}

void cgf_scratch_remove(const char *path)
{
	if (path[0] == '\0')
		return;
	cgf_folder_remove(path);
	for (size_t i = 0; i < HELD_MAX; i++)
		if (held[i].fd > 0 && strcmp(held[i].folder, path) == 0) {
			close(held[i].fd);
			held[i].fd = 0;
		}
}
