/* print.h: lines on stderr for whoever watches the process. */
#ifndef CGF_PRINT_H
#define CGF_PRINT_H

#include "unseen.h"

/* One write(2) of the strings up to NULL, joined. Any thread; ThreadSanitizer sees nothing of it. */
void cgf_print(const char *first, ...) __attribute__((sentinel));
/* The decimal digits of a number, into at least 24 bytes. */
void cgf_decimal(int64_t value, char *out);
/* A shim, or whoever started the process, has made a mistake: ends the process with one line. */
_Noreturn void cgf_author_error(const char *what, const char *name);

#endif
