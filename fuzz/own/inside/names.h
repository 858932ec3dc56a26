/*
 * names.h: the functions of the program's sites by name, and how often each was called in this process.
 */
#ifndef CGF_OWN_NAMES_H
#define CGF_OWN_NAMES_H

#include "site.h"

#include <stdbool.h>

struct cgf_own_fault;

/* A C function that Go calls, in whatever form and by whatever package; or a Go function that C calls. */
struct cgf_own_name {
	const char *name;
	bool callback;
	unsigned long calls;          /* so far; added to atomically */
	unsigned long calls_at_begin; /* of the first run: see runs.h */
	struct cgf_own_fault *faults; /* asked for in this run */
	struct cgf_own_name *next;
};

/* Gives each site its name. Once, before the first call. false: more functions than there is room for. */
bool cgf_own_names_make(void);
/* `length` bytes of `name`; NULL when the program has no such function. */
struct cgf_own_name *cgf_own_name_find(const char *name, unsigned long length, bool callback);

/* The first of several runs begins. */
void cgf_own_names_begin(void);
/* Another one does: calls are counted as at the beginning of the first. */
void cgf_own_names_restart(void);

/* All calls so far, of C by Go and of Go by C. */
unsigned long cgf_own_calls_made(void);

#endif
