/*
 * process_state.h: a C library for bugs that depend on what earlier runs have left in the process.
 */
#ifndef PROCESS_STATE_H
#define PROCESS_STATE_H

#include <stdbool.h>

void process_state_call(void);
/* May be called only where `allowed`. */
void process_state_check(bool allowed);

#endif
