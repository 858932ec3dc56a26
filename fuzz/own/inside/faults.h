/*
 * faults.h: what a run is asked to do to its calls: gc@NAME.entry#N, gc@NAME.return#N, gc@NAME.callback#N,
 * leave@NAME=ERROR#N, late@NAME.entry#N, late@NAME.return#N, hop@NAME#N, and kept@NAME#N, which is no fault
 * but a question, where N counts the calls of NAME in this process from 1.
 */
#ifndef CGF_OWN_FAULTS_H
#define CGF_OWN_FAULTS_H

#include <stdbool.h>

/* As many as the command gives to one run, in so many bytes. */
enum { CGF_OWN_FAULTS_MAX = 256, CGF_OWN_FAULTS_BYTES_MAX = 1 << 16 };

enum cgf_own_place {
	CGF_OWN_ENTRY,       /* a collection before the C function begins */
	CGF_OWN_RETURN,      /* a collection when it has returned, and Go has not got its result yet */
	CGF_OWN_CALLBACK,    /* a collection when C has called Go, and Go's function has not begun yet */
	CGF_OWN_LEAVE,       /* an errno that a call leaves behind which succeeded */
	CGF_OWN_LATE_ENTRY,  /* a call that begins late: late.h */
	CGF_OWN_LATE_RETURN, /* one whose result comes late */
	CGF_OWN_HOP,         /* one that comes back on another thread: hop.h */
	CGF_OWN_KEPT,        /* see kept.h; later calls collect */
};

struct cgf_own_name;

struct cgf_own_fault {
	enum cgf_own_place place;
	unsigned long nth;
	int error;        /* of CGF_OWN_LEAVE */
	const char *text; /* as it was asked for */
	struct cgf_own_name *name;
	struct cgf_own_fault *next;
};

/*
 * Reads faults separated by blanks, which it ends with NUL in `text`, and hangs each on its function's name.
 * NULL, or what is wrong, with `wrong` set to the fault.
 */
const char *cgf_own_faults_read(const char **wrong, char *text);
/* None is due any more. */
void cgf_own_faults_forget(void);
/* Whether any fault of this run stands at this place. */
bool cgf_own_faults_have(enum cgf_own_place place);
/* The fault for the `nth` call at this place, or NULL. */
const struct cgf_own_fault *cgf_own_fault_due(const struct cgf_own_name *name, enum cgf_own_place place,
                                              unsigned long nth);

#endif
