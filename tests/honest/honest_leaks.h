/*
 * honest_leaks.h: a library that hands out what has to be given back.
 */
#ifndef LEAKS_H
#define LEAKS_H

#include <stddef.h>
#include <stdint.h>

/* An object, to be closed. use: -1 and EIO, it was not done. */
struct leaks_object;
struct leaks_object *leaks_open(void);
int leaks_use(struct leaks_object *object);
void leaks_close(struct leaks_object *object);

/* Copies both names. -1 and EINVAL: it knows no such names. */
int leaks_name(const char *first, const char *second);

/* Calls leaksCalled(handle). -1 and EIO: it was not called. */
int leaks_call(uintptr_t handle);
void leaksCalled(uintptr_t handle);

/* begin keeps the buffer until finish, which fills it. -1 and EIO: it was not filled, and is no longer kept.
 */
void leaks_begin(void *buffer, size_t bytes);
int leaks_finish(void *buffer, size_t bytes);

/* A descriptor, to be closed by close(2), or -1. read: -1 and EIO. */
int leaks_descriptor(void);
int leaks_read(int descriptor);

/* A text of the library's own, valid until the next call of leaks_text: not to be freed. */
char *leaks_text(int key);

#endif
