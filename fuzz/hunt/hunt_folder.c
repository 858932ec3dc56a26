/*
 * hunt_folder.c: see hunt_folder.h.
 */
#include "hunt_folder.h"

#include "plans/files.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Plans as bytes, whatever form they have. One that this target cannot read is left out. */
static int add_seed(const struct cgf_hunt_folder *folder, const struct cgf_programs *programs,
                    const struct cgf_target *target, const char *path, unsigned number)
{
	char to[CGF_PATH_BYTES_MAX + 32];
	const char *bytes;
	size_t size;
	int code;

	bytes = cgf_replay_print(&size, &code, "--pack", programs, target, path);
	if (!bytes)
		return code == CGF_EXIT_USAGE ? 0 : code;
	cgf_text_make(to, sizeof(to), "%s/seeds/%u", folder->path, number);
	code = size > 0 ? cgf_file_write(to, bytes, size) : 0;
	return code == 0 ? 0 : cgf_harness_failed("%s: %s", to, strerror(-code));
}

static int add_seeds(const struct cgf_hunt_folder *folder, const struct cgf_programs *programs,
                     const struct cgf_target *target, const char *seeds)
{
	char path[CGF_PATH_BYTES_MAX + 256];
	DIR *directory = seeds ? opendir(seeds) : NULL;
	struct dirent *entry;
	unsigned number = 1;
	int code = 0;

	if (seeds && !directory)
		return cgf_wrong_usage("%s: %s", seeds, strerror(errno));
	while (directory && code == 0 && (entry = readdir(directory))) {
		cgf_text_make(path, sizeof(path), "%s/%s", seeds, entry->d_name);
		if (entry->d_name[0] != '.')
			code = add_seed(folder, programs, target, path, number++);
	}
	if (directory)
		closedir(directory);
	return code;
}

int cgf_hunt_folder_make(struct cgf_hunt_folder *out, const struct cgf_programs *programs,
                         const struct cgf_target *target, const char *seeds)
{
	char path[CGF_PATH_BYTES_MAX + 16];
	int error;

	out->stats = NULL;
	error = cgf_scratch_make(out->path, sizeof(out->path));
	if (error == 0) {
		cgf_text_make(path, sizeof(path), "%s/seeds", out->path);
		error = cgf_folder_make(path);
	}
	if (error == 0) {
		strcat(path, "/zero");
		error = cgf_file_write(path, "", 1);
	}
	if (error == 0) {
		cgf_text_make(path, sizeof(path), "%s/stats", out->path);
		out->stats = cgf_stats_make(path);
		error = out->stats ? 0 : -errno;
	}
	if (error != 0)
		return cgf_harness_failed("cannot make a temporary folder %s: %s", out->path,
		                          strerror(-error));
	return add_seeds(out, programs, target, seeds);
}

void cgf_hunt_folder_remove(struct cgf_hunt_folder *folder)
{
	cgf_stats_unmap(folder->stats);
	cgf_scratch_remove(folder->path);
}
