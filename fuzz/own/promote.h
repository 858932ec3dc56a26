/*
 * promote.h: a plan of a package becomes one that its tests replay.
 */
#ifndef CGF_OWN_PROMOTE_H
#define CGF_OWN_PROMOTE_H

/*
 * `cgofault promote`: builds the test of the plan `text`, makes it smaller, confirms it, checks that the test
 * is silent without its faults, and writes it to the package's testdata/cgofault, with the test that replays
 * what is there. Nothing that is there changes. Prints the plan's file. The exit code.
 */
int cgf_own_promote(const char *name, const char *text);

#endif
