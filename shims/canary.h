/*
 * canary.h: a C library with one function for each way a run can go wrong, to prove that the harness would
 * notice.
 */
#ifndef CANARY_H
#define CANARY_H

#include <stddef.h>
#include <stdint.h>

/* Writes one byte behind a block of its own. */
void canary_overflow(void);

/* Counts in a static variable; `slow` lets other callers in between. */
void canary_count(void);

/* Reads what it is given. */
size_t canary_read(const void *memory, size_t bytes);

/* The same, of an address as a number. */
size_t canary_read_at(uintptr_t address, size_t bytes);

/* Decides by a byte of its own that it has not written. */
int canary_decide(void);

/* Breaks the library's own rule that it must not be called. */
void canary_forbidden(void);

/* The name of a colour, in a static buffer that every call overwrites. */
const char *canary_colour(unsigned number);

#endif
