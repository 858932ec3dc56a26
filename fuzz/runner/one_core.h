/*
 * one_core.h: keeps the threads of this process on one processor core.
 */
#ifndef CGF_ONE_CORE_H
#define CGF_ONE_CORE_H

/* Moves every thread there is to one core that the process may use; threads made later inherit it. To be
 * called before each run, by the thread that hands plans over; nearly all calls do nothing. Where the system
 * refuses, threads stay where they are: nothing but speed depends on it. */
void cgf_one_core(void);

#endif
