/*
 * plan_words.h: how plan.c and plan_text.c refuse a plan or a vocabulary that no decoder made.
 */
#ifndef CGF_PLAN_WORDS_H
#define CGF_PLAN_WORDS_H

#include "cgf_control.h"

#include <stdio.h>
#include <stdlib.h>

/* A programmer's error ends the process with one line: what would be hashed or written after it has no
 * meaning. */
static inline void cgf_plan_require(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "cgofault: harness %s\n", what);
	abort();
}

/* The name that a step's index stands for. The plan may have been made from another vocabulary, hence the
 * check. */
static inline const char *cgf_plan_word(const char *const *names, size_t count, size_t index)
{
	cgf_plan_require(index < count, "a plan names a word that its vocabulary lacks");
	return names[index];
}

#endif
