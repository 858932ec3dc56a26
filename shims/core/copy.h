/* copy.h: a copy of this process that a call has forked. */
#ifndef CGF_COPY_H
#define CGF_COPY_H

#include "callers.h"

enum { CGF_COPIES_MAX = 16 };

/* What the copies and their parent share. */
struct cgf_copies_word {
	uint32_t came_back;                  /* one of them has */
	const struct cgf_function *function; /* to this one; NULL: to Go */
	int32_t pids[CGF_COPIES_MAX];
};

/* Before the first run, and before there is any copy. */
struct cgf_copies_word *cgf_copies_start(void);
bool cgf_copy_is_this(void);
/* Where this is a copy, it has come back to where it must not go on: it leaves word for its parent, and ends.
 * To be called wherever a caller enters the core. */
void cgf_copy_ends_here(const struct cgf_function *function);
/* This is a copy, and fork(2) has just returned in it. */
void cgf_copy_begins(void);

#endif
