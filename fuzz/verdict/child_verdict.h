/*
 * child_verdict.h: this program as a child that carries out a plan, and what became of it.
 */
#ifndef CGF_CHILD_VERDICT_H
#define CGF_CHILD_VERDICT_H

#include "verdict.h"

/* Runs the child once, with a copy of its stderr to `pass_to`, or -1. 0, or a negative errno when there was
 * none. */
int cgf_child_verdict(struct cgf_verdict *out, char **argv, int pass_to);

/* Adds the Go lines that the run could not tell: runs the child once more for them, where the core has
 * numbered what they are about. Lines beside the verdict's own go to stderr. Changes the environment. */
void cgf_child_go_lines(struct cgf_verdict *verdict, char **argv);

#endif
