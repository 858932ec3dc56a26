/*
 * slices.h: what a night is divided into, in the order in which it is done.
 */
#ifndef CGF_SLICES_H
#define CGF_SLICES_H

#include "plans/ops.h"
#include "plans/target.h"

enum { CGF_SLICES_MAX = 4096, CGF_SLICE_NAME_BYTES_MAX = 6 * CGF_NAME_BYTES_MAX };

/* What stands for an engine where fault sets are enumerated. */
#define CGF_ENUMERATION "pairs"

/* One target and engine. A buggy op has slices of its own, so that what is found first hides nothing; a fixed
 * variant runs all its ops together. */
struct cgf_slice {
	struct cgf_target target;
	const char *engine;
	bool canary;
};

struct cgf_slices {
	size_t count;
	struct cgf_slice slices[CGF_SLICES_MAX];
	size_t missing_count; /* combinations whose program was not built: set, engine, build */
	char missing[CGF_SLICES_MAX][CGF_SLICE_NAME_BYTES_MAX];
};

/* Canaries, or everything else. Neighbours differ in class and op first, so that a short night sees many. */
void cgf_slices_make(struct cgf_slices *out, const struct cgf_programs *programs,
                     const struct cgf_listed_ops *ops, bool canaries);
/* "retained_pointer buggy read_later libfuzzer asan" */
void cgf_slice_name(char *out, size_t size, const struct cgf_slice *slice);

/* The index of the slice that the file names, 0 when it names none of them. */
size_t cgf_rotation_read(const char *path, const struct cgf_slices *slices);
/* 0 or a negative errno. */
int cgf_rotation_write(const char *path, const struct cgf_slice *next);

#endif
