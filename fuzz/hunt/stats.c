/*
 * stats.c: see stats.h.
 */
#include "stats.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

struct cgf_stats *cgf_stats_make(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	void *stats = MAP_FAILED;

	/* With all its blocks: on a full disk an engine would die of SIGBUS in the middle of a run. */
	if (fd >= 0 && (errno = posix_fallocate(fd, 0, sizeof(struct cgf_stats))) == 0)
		stats = mmap(NULL, sizeof(struct cgf_stats), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd >= 0) {
		int error = errno;

		close(fd);
		errno = error;
	}
	return stats == MAP_FAILED ? NULL : stats;
}

void cgf_stats_unmap(struct cgf_stats *stats)
{
	if (stats)
		munmap(stats, sizeof(*stats));
}

uint64_t cgf_stats_fired(const struct cgf_stats *stats)
{
	uint64_t sum = 0;

	for (size_t site = 0; site < CGF_SITES_MAX; site++) {
		sum += stats->fired_in_actions[site];
		for (size_t op = 0; op < CGF_OPS_MAX; op++)
			sum += stats->fired[op][site];
	}
	return sum;
}
