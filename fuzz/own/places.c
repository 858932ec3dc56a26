/*
 * places.c: see places.h. `go tool addr2line` is wherever go is; for a session that was prepared elsewhere it
 * is in its scratch folder.
 */
#include "places.h"

#include "go_tool.h"

#include "plans/files.h"
#include "plans/say.h"
#include "verdict.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[CGF_PATH_BYTES_MAX];

void cgf_own_files_shown_below(const char *of_files)
{
	cgf_text_make(folder, sizeof(folder), "%s", of_files);
}

const char *cgf_own_file_shown(const char *file)
{
	size_t length;

	if (!*folder && !getcwd(folder, sizeof(folder)))
		return file;
	length = strlen(folder);
	return strncmp(file, folder, length) == 0 && file[length] == '/' ? file + length + 1 : file;
}

static int compare_pcs(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

static size_t sort_out(uint64_t *pcs, size_t count)
{
	size_t kept = 0;

	qsort(pcs, count, sizeof(*pcs), compare_pcs);
	for (size_t i = 0; i < count; i++)
		if (pcs[i] != 0 && (kept == 0 || pcs[kept - 1] != pcs[i]))
			pcs[kept++] = pcs[i];
	return kept;
}

/* The call stands before the address to which it returns. */
static int write_addresses(const char *path, const uint64_t *pcs, size_t count)
{
	char *text = NULL;
	size_t size;
	FILE *memory = open_memstream(&text, &size);
	int error = memory ? 0 : -ENOMEM;

	for (size_t i = 0; memory && i < count; i++)
		fprintf(memory, "0x%" PRIx64 "\n", pcs[i] - 1);
	if (memory)
		error = fclose(memory) == 0 ? cgf_file_write(path, text, size) : -errno;
	free(text);
	return error;
}

/* "github.com/proglottis/gpgme.(*Context).Verify": the package's own name is enough. */
static const char *without_path(const char *function)
{
	const char *slash = strrchr(function, '/');

	return slash ? slash + 1 : function;
}

/* Two lines an address: the function, and FILE:LINE. */
static void read_answer(struct cgf_own_places *out, const uint64_t *pcs, size_t count)
{
	char *rest = out->text;

	while (out->count < count) {
		char *function = strsep(&rest, "\n"), *line = strsep(&rest, "\n");

		if (!function || !line)
			return;
		out->places[out->count] = (struct cgf_own_place){pcs[out->count], without_path(function),
		                                                 cgf_own_file_shown(line)};
		out->count++;
	}
}

int cgf_own_places_find(struct cgf_own_places *out, uint64_t *pcs, size_t count, const char *program,
                        const char *scratch)
{
	char path[CGF_PATH_BYTES_MAX], tool[CGF_PATH_BYTES_MAX];
	const char *const with_go[] = {"go", "tool", CGF_OWN_ADDR2LINE, program, NULL};
	const char *const without[] = {tool, program, NULL};
	int error;

	*out = (struct cgf_own_places){0};
	count = sort_out(pcs, count);
	if (count == 0)
		return 0;
	if (!cgf_text_make(path, sizeof(path), "%s/addresses", scratch) ||
	    !cgf_text_make(tool, sizeof(tool), "%s/" CGF_OWN_ADDR2LINE, scratch))
		return CGF_EXIT_HARNESS;
	error = write_addresses(path, pcs, count);
	if (error != 0)
		return cgf_harness_failed("%s: %s", path, strerror(-error));
	out->places = calloc(count, sizeof(*out->places));
	out->text = out->places ? cgf_go_ask_about(access(tool, X_OK) == 0 ? without : with_go, scratch, path)
	                        : NULL;
	if (!out->text)
		return cgf_harness_failed("go tool addr2line does not say where the calls of C are");
	read_answer(out, pcs, count);
	return 0;
}

static const struct cgf_own_place *find(const struct cgf_own_places *places, uint64_t pc)
{
	const struct cgf_own_place *found = NULL;

	for (; places && !found; places = places->more)
		if (places->count > 0)
			found = bsearch(&pc, places->places, places->count, sizeof(*places->places),
			                compare_pcs);
	return found;
}

void cgf_own_places_add(struct cgf_own_places *places, uint64_t pc, const char *program, const char *scratch)
{
	struct cgf_own_places *more;

	if (pc == 0 || find(places, pc) || !(more = calloc(1, sizeof(*more))))
		return;
	cgf_own_places_find(more, &pc, 1, program, scratch);
	more->more = places->more;
	places->more = more;
}

struct cgf_own_place cgf_own_place_of(const struct cgf_own_places *places, uint64_t pc)
{
	const struct cgf_own_place *found = find(places, pc);

	if (!found || strcmp(found->function, "?") == 0)
		return (struct cgf_own_place){pc, "unknown", "unknown"};
	return *found;
}

void cgf_own_places_free(struct cgf_own_places *places)
{
	while (places->more) {
		struct cgf_own_places *more = places->more;

		places->more = more->more;
		free(more->places);
		free(more->text);
		free(more);
	}
	free(places->places);
	free(places->text);
	*places = (struct cgf_own_places){0};
}
