/*
 * borrowed_result.h: a small database, whose answers belong to it. The program may read them for a while, and
 * then has to have a copy of its own; for each function the comment says for how long.
 */
#ifndef BORROWED_RESULT_H
#define BORROWED_RESULT_H

#include <stddef.h>

/* The name of a number, in a buffer that all calls share: until the next call. */
const char *borrowed_result_name(unsigned number);

/* The same in a buffer that the thread has for itself: until the next call on this thread. */
const char *borrowed_result_title(unsigned number);

/* A message that is part of the library: for ever. */
const char *borrowed_result_message(unsigned number);

struct borrowed_result_cursor;

/* A cursor before the first of `rows` rows. It is closed by its owner. NULL: no memory. */
struct borrowed_result_cursor *borrowed_result_open(unsigned rows);

/* Goes to the next row: 1, or 0 behind the last one. */
int borrowed_result_step(struct borrowed_result_cursor *cursor);

/* The text of the row: until the next step, or the close. */
const char *borrowed_result_text(struct borrowed_result_cursor *cursor);

/* The numbers of all rows, `*count` of them: until the close. */
const unsigned *borrowed_result_numbers(struct borrowed_result_cursor *cursor, size_t *count);

void borrowed_result_close(struct borrowed_result_cursor *cursor);

#endif
