/*
 * afl_mutator.c: the mutator as the plug-in that afl-fuzz loads (AFL_CUSTOM_MUTATOR_LIBRARY).
 *
 * There is no Go in afl-fuzz, hence nobody to ask for the words of the class. The statistics file
 * (CGF_STATS), which the program under test has written before anything is mutated, has the names of ops and
 * sites.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgf_control.h"
#include "cgf_stats.h"
#include "mutator.h"

struct plugin {
	struct cgf_vocabulary words;
	const struct cgf_stats *stats; /* mapped; NULL: there is none, or it has no names */
	bool words_known;
	uint64_t seed;
	uint8_t bytes[CGF_INPUT_BYTES_MAX];
};

/* The names that afl-fuzz looks for. `afl` is its own state. */
void *afl_custom_init(void *afl, unsigned int seed);
size_t afl_custom_fuzz(void *data, uint8_t *bytes, size_t size, uint8_t **out, uint8_t *other,
                       size_t other_size, size_t size_max);
void afl_custom_deinit(void *data);

/*
 * The largest vocabulary there may be, without names. Decoding is modular, so it fits every class: an index
 * beyond the class's own count means another word, and canonical bytes keep their meaning.
 */
static void assume_words(struct cgf_vocabulary *words)
{
	*words = (struct cgf_vocabulary){
	        .op_count = CGF_OPS_MAX, .action_count = CGF_ACTIONS_MAX, .site_count = CGF_SITES_MAX};
}

/* Names do not change, and what ops have reached grows while this process runs. */
static const struct cgf_stats *map_stats(void)
{
	const char *path = getenv("CGF_STATS");
	int file = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	struct stat status;
	struct cgf_stats *stats = MAP_FAILED;

	if (file >= 0 && fstat(file, &status) == 0 && (size_t)status.st_size >= sizeof(*stats))
		stats = mmap(NULL, sizeof(*stats), PROT_READ, MAP_SHARED, file, 0);
	if (file >= 0)
		close(file);
	if (stats == MAP_FAILED)
		return NULL;
	if (stats->magic == CGF_STATS_MAGIC && stats->op_count <= CGF_OPS_MAX &&
	    stats->site_count <= CGF_SITES_MAX)
		return stats;
	munmap(stats, sizeof(*stats));
	return NULL;
}

static void learn_words(struct plugin *plugin)
{
	struct cgf_vocabulary *words = &plugin->words;

	assume_words(words);
	plugin->words_known = true;
	plugin->stats = map_stats();
	if (plugin->stats == NULL)
		return;
	words->op_count = plugin->stats->op_count;
	words->site_count = plugin->stats->site_count;
	for (size_t i = 0; i < words->op_count; i++)
		words->ops[i] = plugin->stats->ops[i];
	for (size_t i = 0; i < words->site_count; i++)
		words->sites[i] = plugin->stats->sites[i];
}

void *afl_custom_init(void *afl, unsigned int seed)
{
	struct plugin *plugin = calloc(1, sizeof(*plugin));

	(void)afl;
	if (plugin != NULL)
		plugin->seed = (uint64_t)seed << 32;
	return plugin;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t afl_custom_fuzz(void *data, uint8_t *bytes, size_t size, uint8_t **out, uint8_t *other,
                       size_t other_size, size_t size_max)
{
	struct plugin *plugin = data;
	uint64_t seed = plugin->seed++;

	if (!plugin->words_known)
		learn_words(plugin);
	size_max = smaller(size_max, sizeof(plugin->bytes));
	size = smaller(size, size_max);
	*out = plugin->bytes;
	if (other != NULL && other_size > 0 && seed % 4 == 0)
		return cgf_splice(plugin->bytes, size_max, bytes, size, other, other_size, &plugin->words,
		                  seed);
	for (size_t i = 0; i < size; i++)
		plugin->bytes[i] = bytes[i];
	return cgf_mutate(plugin->bytes, size, size_max, &plugin->words,
	                  plugin->stats != NULL ? &plugin->stats->reached : NULL, seed);
}

void afl_custom_deinit(void *data)
{
	struct plugin *plugin = data;

	if (plugin->stats != NULL)
		munmap((void *)plugin->stats, sizeof(*plugin->stats));
	free(plugin);
}
