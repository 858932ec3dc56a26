/*
 * blocks.h: the live blocks of C's heap, and the writable memory of the program's libraries.
 */
#ifndef CGF_OWN_BLOCKS_H
#define CGF_OWN_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a word stands. */
struct cgf_own_place_in_c {
	uintptr_t at;    /* its address */
	uintptr_t block; /* of the block or segment that it is in */
	size_t bytes;    /* of that */
	bool in_library; /* in a library's memory, and not in a block */
};

/* Notes blocks from now on, where AddressSanitizer tells of them. Once, before the program makes any. */
void cgf_own_blocks_watch(void);
/* A place in which the word stands. false: there is none. */
bool cgf_own_word_find(struct cgf_own_place_in_c *place, uintptr_t word);
/* Whether it still stands there. */
bool cgf_own_word_stands(const struct cgf_own_place_in_c *place, uintptr_t word);

#endif
