/*
 * honest_replies.h: a store whose answers are bytes and numbers, and not always what they look like.
 */
#ifndef REPLIES_H
#define REPLIES_H

#include <stddef.h>
#include <stdint.h>

/* A text about the key, and its length. It stands in the store: valid until the next call of replies_view by
 * anybody. */
const char *replies_view(int key, size_t *bytes);

/* A value of ten bytes, of which any may be 0, in memory that the caller frees. */
char *replies_value(int key, size_t *bytes);

/* An eight-byte number: 2^32 and the key. */
void replies_size(int key, int64_t *size);

/* Four numbers of four bytes. */
void replies_rectangle(int key, int rectangle[4]);

/* How many bytes a value has, -1 where there is none; it may be more than 8. */
int replies_count(int key);

/* Fills at most `room` bytes and ends with a NUL only where one fits, as strncpy does. */
void replies_name(int key, char *out, size_t room);

/* The length of a C string, as the store reads it. */
size_t replies_length(const char *text);

/* The sum of numbers; `count` may be 0, and `numbers` NULL then. */
int replies_sum(const int *numbers, size_t count);

/* Tells the progress of a copy in bytes, which may be more than 2^31. */
typedef void (*replies_progress)(void *data, int64_t bytes);
void replies_copy(int key, replies_progress progress, void *data);

/* A request and the next answer that is ready, with the ticket of its request: that may be anybody's. */
int replies_ask(int key);
int replies_next(int *ticket);

#endif
