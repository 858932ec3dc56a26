/*
 * places.h: the lines of Go behind addresses in a test program.
 *
 * Go's own table has the innermost line where functions were compiled into others, and cgo's functions never
 * are: so the line is the one that calls C.
 */
#ifndef CGF_OWN_PLACES_H
#define CGF_OWN_PLACES_H

#include <stddef.h>
#include <stdint.h>

struct cgf_own_place {
	uint64_t pc;          /* a return address */
	const char *function; /* "gpgme.(*Context).Verify" */
	const char *line;     /* "gpgme.go:428": below the folder of this process without its name */
};

struct cgf_own_places {
	size_t count;
	struct cgf_own_place *places; /* by pc */
	char *text;
	struct cgf_own_places *more; /* what was added */
};

/* Looks them up, each once; `pcs` is sorted and emptied of equal ones, and of 0. 0, or an exit code after one
 * line. To be freed in any case. */
int cgf_own_places_find(struct cgf_own_places *out, uint64_t *pcs, size_t count, const char *program,
                        const char *scratch);
/* Looks up one more, unless it is there. */
void cgf_own_places_add(struct cgf_own_places *places, uint64_t pc, const char *program, const char *scratch);
/* The place, or one with "unknown" for what is not known. */
struct cgf_own_place cgf_own_place_of(const struct cgf_own_places *places, uint64_t pc);
void cgf_own_places_free(struct cgf_own_places *places);

/* Go's tool that knows them. */
#define CGF_OWN_ADDR2LINE "addr2line"

/* Takes the name of a folder off the front of a file's: of this process's folder, or of the one that was
 * named. */
const char *cgf_own_file_shown(const char *file);
void cgf_own_files_shown_below(const char *folder);

#endif
