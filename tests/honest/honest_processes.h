/*
 * honest_processes.h: a library that starts other programs, and one that ends its own.
 */
#ifndef PROCESSES_H
#define PROCESSES_H

/* Runs the program `true` and waits for it: by posix_spawn, by fork and exec, and by the shell. 0, or -1. */
int processes_spawn(void);
int processes_fork(void);
int processes_shell(void);

/* Calls processesChild() in a copy of this process and waits until that ends: for programs that have one
 * thread. */
int processes_copy(void);
void processesChild(void);

/* The output of a program, as popen(3) gives it: to be read and closed. read: -1 and EIO. */
struct processes_output;
struct processes_output *processes_open(void);
int processes_read(struct processes_output *output);
void processes_close(struct processes_output *output);

/* For a value of 128 or more, both end the process: by exit(1) with a message, and by abort. */
void processes_check(int value);
void processes_assert(int value);

#endif
