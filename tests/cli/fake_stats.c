/*
 * fake_stats.c: what a fuzzing process leaves in the file that CGF_STATS names, for engines that are scripts.
 *
 * usage: fake_stats EXECUTIONS [FILE]    FILE: the input that is running now
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "cgf_stats.h"

static void begin_input(struct cgf_stats *stats, const char *path)
{
	struct cgf_process_inputs *process = &stats->process;
	struct cgf_recent *recent = &process->recent[process->inputs++ % CGF_RECENT_MAX];
	FILE *file = fopen(path, "rb");

	if (!file)
		exit(2);
	stats->input_size = (uint32_t)fread(stats->input, 1, sizeof(stats->input), file);
	fclose(file);
	recent->size = stats->input_size < sizeof(recent->bytes) ? stats->input_size
	                                                         : (uint32_t)sizeof(recent->bytes);
	memcpy(recent->bytes, stats->input, recent->size);
}

int main(int argc, char **argv)
{
	const char *path = getenv("CGF_STATS");
	int fd = path ? open(path, O_RDWR) : -1;
	struct cgf_stats *stats = mmap(NULL, sizeof(*stats), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (argc < 2 || stats == MAP_FAILED)
		return 2;
	stats->magic = CGF_STATS_MAGIC;
	stats->executions += strtoull(argv[1], NULL, 10);
	if (argc > 2)
		begin_input(stats, argv[2]);
	return 0;
}
