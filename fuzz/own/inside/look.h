/*
 * look.h: what Go is about to read of C memory, as AddressSanitizer sees it.
 */
#ifndef CGF_OWN_LOOK_H
#define CGF_OWN_LOOK_H

#include <stdint.h>

/* half.go has the same struct. */
struct cgf_own_look {
	const char *from;
	long bytes;   /* -1: up to a zero */
	uintptr_t pc; /* the return address of the Go code that reads; 0: the answer is all that is wanted */
};

/* 1 if a byte of it must not be read, 0 if all may be, or nobody knows. With a pc, AddressSanitizer reports
 * it there, and ends the process. Called on a thread's own stack, on which Go code is under way. */
int cgf_own_look(const struct cgf_own_look *look);

#endif
