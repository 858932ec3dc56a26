/*
 * failures.h: a small library whose calls fail, for what the core judges of an op's report.
 */
#ifndef FAILURES_H
#define FAILURES_H

#include <stdint.h>

/* All return -1 with errno set where they fail. */
struct failures;
struct failures *failures_open(void); /* NULL where it fails */
int failures_close(struct failures *file);
int failures_seek(struct failures *file, int to);
int failures_read(struct failures *file); /* a number, 0 at the end */
int failures_write(struct failures *file, int number);

/* The square of a number. One way is fast; the other one never fails. */
int failures_fast(int number, int64_t *square);
int failures_slow(int number, int64_t *square);

/* What went wrong last. */
const char *failures_message(void);

#endif
