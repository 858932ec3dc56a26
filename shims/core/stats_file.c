/*
 * stats_file.c: the statistics file: mapped, named, and what input is running.
 */
#include "stats_file.h"
#include "cgf_run.h"
#include "print.h"
#include "unseen.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

CGF_UNSEEN static struct cgf_stats *stats_map(const char *path)
{
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	if (path && fd < 0)
		cgf_author_error("cannot open the statistics file named by CGF_STATS", path);
	struct cgf_stats *stats = mmap(NULL, sizeof *stats, PROT_READ | PROT_WRITE,
	                               path ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS, fd, 0);
	if (stats == MAP_FAILED)
		cgf_author_error("cannot map the statistics", path ? path : "");
	if (path)
		close(fd);
	return stats;
}

CGF_UNSEEN static void stats_name(struct cgf_stats *stats, const struct cgf_vocabulary *words)
{
	stats->magic = CGF_STATS_MAGIC;
	stats->op_count = (uint32_t)words->op_count;
	stats->site_count = (uint32_t)words->site_count;
	for (size_t i = 0; i < words->op_count; i++)
		snprintf(stats->ops[i], CGF_NAME_BYTES_MAX, "%s", words->ops[i]);
	for (size_t i = 0; i < words->site_count; i++)
		snprintf(stats->sites[i], CGF_NAME_BYTES_MAX, "%s", words->sites[i]);
}

static struct cgf_stats *mapped;

CGF_UNSEEN struct cgf_stats *cgf_stats_begin(const struct cgf_vocabulary *words)
{
	mapped = stats_map(getenv("CGF_STATS"));
	stats_name(mapped, words);
	if (mapped->input_size && !mapped->died.inputs)
		mapped->died = mapped->process;
	mapped->process.inputs = 0;
	return mapped;
}

/* Before the input is the running one: whoever reads both finds it as the last. */
CGF_UNSEEN static void recent_keep(struct cgf_stats *stats, const uint8_t *bytes, size_t size)
{
	struct cgf_recent *recent = &stats->process.recent[stats->process.inputs % CGF_RECENT_MAX];
	volatile uint8_t *to = recent->bytes;
	if (size > sizeof recent->bytes)
		size = sizeof recent->bytes;
	recent->size = (uint32_t)size;
	while (size--)
		*to++ = *bytes++;
	stats->process.inputs++;
}

CGF_UNSEEN void cgf_input_keep(const uint8_t *bytes, size_t size)
{
	struct cgf_stats *stats = mapped;
	volatile uint8_t *to = stats->input;
	recent_keep(stats, bytes, size);
	if (size > CGF_INPUT_BYTES_MAX)
		size = CGF_INPUT_BYTES_MAX;
	stats->input_size = (uint32_t)size;
	while (size--)
		*to++ = *bytes++;
}

const struct cgf_reached *cgf_stats_reached(void)
{
	return &mapped->reached;
}

CGF_UNSEEN void cgf_stats_note_trace(struct cgf_stats *stats)
{
	struct cgf_traces *traces = &stats->traces;
	uint32_t trace = stats->trace ? stats->trace : 1, at = trace % CGF_TRACES_MAX;
	if (traces->different == CGF_TRACES_KEPT)
		return;
	traces->runs++;
	while (traces->seen[at] && traces->seen[at] != trace)
		at = (at + 1) % CGF_TRACES_MAX;
	if (traces->seen[at]) {
		traces->repeated++;
		return;
	}
	traces->seen[at] = trace;
	traces->different++;
}
