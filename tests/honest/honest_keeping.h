/*
 * honest_keeping.h: a library whose users keep things: for the life of the process, for a while, or for ever
 * more of them.
 */
#ifndef KEEPING_H
#define KEEPING_H

#include <stddef.h>
#include <stdint.h>

/* Some work. -1 and EIO: it was not done. */
int keeping_work(int key);

/* A descriptor, to be closed by close(2), or -1. */
int keeping_open(void);
int keeping_read(int descriptor);

/* Calls keepingCalled(handle). */
void keeping_call(uintptr_t handle);
void keepingCalled(uintptr_t handle);

/* Fills a buffer. -1 and EIO: it has not. */
int keeping_fill(void *buffer, size_t bytes);

#endif
