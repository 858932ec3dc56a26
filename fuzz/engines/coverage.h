/*
 * coverage.h: AFL++'s map filled from the 8-bit counters of Go and of clang.
 *
 * AFL++ knows neither. Both register their counters by the same calls when the program starts, after the
 * map's size has been told to afl-fuzz: so a fixed number of slots is reserved first.
 */
#ifndef CGF_COVERAGE_H
#define CGF_COVERAGE_H

/* Takes the map's slots. Before the fork server starts. */
void cgf_coverage_reserve(void);
/* Before a run: forgets what was counted. */
void cgf_coverage_clear(void);
/* After a run, or when it dies: adds what was counted to the map, and forgets it. Safe in a signal handler.
 */
void cgf_coverage_deliver(void);

#endif
