/*
 * missing_keepalive.h: a library of handles, like a file's or a connection's, whose calls may take long.
 */
#ifndef MISSING_KEEPALIVE_H
#define MISSING_KEEPALIVE_H

#include <stddef.h>
#include <stdint.h>

struct missing_keepalive;

/* A handle to be closed by its owner. NULL: no memory. */
struct missing_keepalive *missing_keepalive_open(unsigned seed);

/* Fills the buffer from the handle; the handle must stay open until it returns. Bytes, or -1 and errno. */
int missing_keepalive_read(struct missing_keepalive *handle, void *buffer, size_t bytes);

/* Fills the buffer without a handle. */
int missing_keepalive_copy(void *buffer, size_t bytes);

/* The same into an address that travels as a number, as system calls take it. */
int missing_keepalive_fill(uintptr_t address, size_t bytes);

void missing_keepalive_close(struct missing_keepalive *handle);

#endif
