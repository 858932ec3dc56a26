/*
 * tree.c: see tree.h.
 */
#include "tree.h"

#include <linux/limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

void cgf_tree_scratch(char *out, size_t size)
{
	char folder[PATH_MAX];

	split_path(folder, sizeof(folder));
	snprintf(out, size, "%s/scratch", folder);
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
