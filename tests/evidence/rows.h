/*
 * rows.h: tests/honest/verdicts, as far as it says what the Buggy ops are found as.
 */
#ifndef ROWS_H
#define ROWS_H

#include "programs.h"

/* Exits with a line on stderr where the file cannot be read. */
void rows_read(const char *path);

/* Is the op of this target to be found in its build, and may it be found as this? */
bool rows_have(const struct test_target *target);
bool rows_expect(const struct test_target *target, const struct cgf_verdict *verdict);

#endif
