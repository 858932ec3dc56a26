/*
 * afl_process.h: a process that AFL++ forks: its fork server forks before Go starts, its deaths and its
 * coverage reach afl-fuzz. Whoever has the loop over the inputs calls these two, from one thread.
 */
#ifndef CGF_AFL_PROCESS_H
#define CGF_AFL_PROCESS_H

#include <stddef.h>
#include <stdint.h>

/* A fresh process takes over after this many runs: what earlier runs leave behind hides bugs and makes claims
 * that no fresh process confirms. */
enum { CGF_AFL_PROCESS_RUNS = 1000 };

/* Before the first input: as cgf_engine_start. */
void cgf_afl_start(void);

/* Runs one input, `size` bytes, of which nothing is kept. Does not return from a finding, nor when a fresh
 * process should take over. */
void cgf_afl_execute(const uint8_t *bytes, size_t size);

#endif
