/*
 * refuse.c: see refuse.h.
 */
#include "refuse.h"

#include <stdio.h>
#include <unistd.h>

enum { EXIT_HARNESS = 3 };

void cgf_own_refuse(const char *what, const char *why)
{
	fprintf(stderr, "cgofault: %s %s\n", what, why);
	_exit(EXIT_HARNESS);
}
