/*
 * tree.c: see tree.h.
 */
#include "tree.h"

#include <errno.h>
#include <linux/limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef CGF_SOURCES
#error "CGF_SOURCES is the project's folder: -DCGF_SOURCES=\"...\""
#endif

const char *cgf_tree_sources(void)
{
	return CGF_SOURCES;
}

/* This program's path; its last slash becomes a NUL, and the name behind it is returned. */
static const char *split_path(char *path, size_t size)
{
	ssize_t length = readlink("/proc/self/exe", path, size - 1);
	char *slash;

	path[length > 0 ? length : 0] = '\0';
	slash = strrchr(path, '/');
	if (!slash)
		return path;
	*slash = '\0';
	return slash + 1;
}

/* Can the path stand in flags and makefiles as it is? cgo refuses blanks and quotes in flags, and pkg-config
 * splits at them. */
static bool is_plain(const char *path)
{
	return path[strspn(path, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._+-@=")] ==
	       '\0';
}

/* FNV-1a: one folder for each that it stands for. */
static uint64_t digest_of(const char *text)
{
	uint64_t digest = 0xcbf29ce484222325;

	for (; *text; text++)
		digest = (digest ^ (unsigned char)*text) * 0x100000001b3;
	return digest;
}

/* A folder of this user's own among those for what is temporary. */
static void make_elsewhere(char *out, size_t size, const char *folder)
{
	const char *temporary = getenv("TMPDIR");
	struct stat made;

	if (!temporary || *temporary != '/' || !is_plain(temporary))
		temporary = "/tmp";
	snprintf(out, size, "%s/cgofault-builds-%u-%016llx", temporary, (unsigned)getuid(),
	         (unsigned long long)digest_of(folder));
	if (mkdir(out, 0700) == 0 ||
	    (errno == EEXIST && lstat(out, &made) == 0 && S_ISDIR(made.st_mode) && made.st_uid == getuid()))
		return;
	fprintf(stderr,
	        "cgofault: harness cannot make %s, where a program's path without blanks and quotes is "
	        "needed: %s\n",
	        out, strerror(errno));
	exit(3);
}

void cgf_tree_scratch(char *out, size_t size)
{
	char folder[PATH_MAX];

	split_path(folder, sizeof(folder));
	if (is_plain(folder))
		snprintf(out, size, "%s/scratch", folder);
	else
		make_elsewhere(out, size, folder);
}

const char *cgf_tree_tools(void)
{
	static char folder[PATH_MAX];
	const char *name = split_path(folder, sizeof(folder));

	if (strncmp(name, "replay-", strlen("replay-")) == 0)
		return name + strlen("replay-");
	fprintf(stderr, "cgofault: usage this program is called replay-TOOLS, not %s\n", name);
	exit(2);
}
