/*
 * give.h: the plan that a verb has made.
 */
#ifndef CGF_GIVE_H
#define CGF_GIVE_H

#include <stddef.h>

/* Writes its text, ended by NUL, to the file `output`, or to stdout where that is NULL, and also where it
 * cannot be written: what took long is not lost. 0, or an exit code after one line. */
int cgf_plan_give(const char *output, const char *text, size_t size);

#endif
