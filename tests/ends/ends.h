/*
 * ends.h: a library, and what is none, with which a program can come to its end in every way.
 */
#ifndef ENDS_H
#define ENDS_H

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum ends_way {
	ENDS_EXIT,
	ENDS_EXIT_AT_ONCE,   /* _exit */
	ENDS_EXIT_GROUP,     /* by the system call */
	ENDS_EXIT_ON_THREAD, /* exit, on a thread of the library's own */
	ENDS_ABORT,
	ENDS_SEGV,
	ENDS_BUS,
	ENDS_SEGV_ON_THREAD,
	ENDS_ABORT_ON_THREAD,
};

typedef void (*ends_callback)(int way);

/* A function that the core knows of: ends the process so. */
void ends_known(int way);
/* Calls back in the middle of itself, and does nothing else. */
void ends_call_back(ends_callback callback, int way);
/* Ends the process on the library's own thread, when the plan fires. */
void ends_post(int way);

/* The same as ends_known, and nobody knows of it. */
void ends_undeclared(int way);

#endif
