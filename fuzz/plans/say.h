/*
 * say.h: the one line on stderr that says what went wrong.
 */
#ifndef CGF_SAY_H
#define CGF_SAY_H

/* Print the line, and return the exit code that belongs to it. */
__attribute__((format(printf, 1, 2))) int cgf_wrong_usage(const char *format, ...);
__attribute__((format(printf, 1, 2))) int cgf_harness_failed(const char *format, ...);

#endif
