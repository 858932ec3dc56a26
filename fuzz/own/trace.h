/*
 * trace.h: what a test program wrote of its C calls: the first ones of each place in Go, and what became of
 * its faults.
 *
 * Lines of the file: `refused PACKAGE FUNCTION why`, `call NAME N FORM PC`, `fired FAULT`, `not FAULT why`,
 * `alone FAULT`, `lost COUNT`; and where a process made several runs `run N BYTES` and `ended N`, from 1. The
 * last line of a process that died may be a piece of one: it is left out.
 */
#ifndef CGF_OWN_TRACE_H
#define CGF_OWN_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "functions.h"

enum {
	CGF_OWN_FIRST_CALLS_MAX = 8,
	CGF_OWN_SITES_MAX = 16384,
	CGF_OWN_NOT_FIRED_MAX = 64,
	CGF_OWN_KEPT_MAX = 64
};

/* C memory in which the address of Go memory was left by a call that was given it. */
struct cgf_own_kept {
	char function[CGF_OWN_FUNCTION_BYTES_MAX];
	unsigned argument; /* from 1 */
	unsigned long bytes, offset;
	bool library; /* a library's own memory, and no block of malloc's */
	bool dead;    /* seen to outlive the object: set by whoever judges the run */
};

/* The calls of one function from one place in Go. */
struct cgf_own_site {
	char function[CGF_OWN_FUNCTION_BYTES_MAX];
	enum cgf_own_form form;
	uint64_t pc;      /* the return address in Go, 0 where it is not known */
	uint64_t calls;   /* all of them */
	uint64_t initial; /* the first ones, made while Go's packages are initialized: nothing can collect
	                     there */
	/* Which calls of the function in the process the first ones are, from 1. */
	unsigned numbers[CGF_OWN_FIRST_CALLS_MAX];
	uint64_t digest;   /* of all these numbers in their order */
	bool uneven;       /* other numbers in another run without faults: no faults here */
	bool fresh;        /* other ones in a later run of a process: faults in a process of its own alone */
	const char *place; /* "gpgme.go:428", borrowed; NULL until somebody has looked it up */
};

struct cgf_own_trace {
	struct cgf_own_site *sites;
	size_t site_count;
	bool ended;           /* one of several runs: what comes behind it was begun */
	uint64_t bytes;       /* that the process of several runs held when this one began */
	uint64_t calls, lost; /* lost: not in the file */
	/* Of the last call of C that is in it and not in a collection that is over; 0: not known. */
	uint64_t last_pc;
	size_t last_site;        /* its site, where there are calls */
	size_t fired, not_fired; /* questions to which the answer is no are neither */
	size_t kept_count;
	struct cgf_own_kept kept[CGF_OWN_KEPT_MAX]; /* the first ones */
	char *refused; /* functions that do not stand open: lines "PACKAGE FUNCTION why"; NULL: none */
	char *alone; /* late calls that no other goroutine would see, and which were not: lines "FAULT"; NULL
	              */
	char not_fired_lines[CGF_OWN_NOT_FIRED_MAX][160]; /* "FAULT why", the first ones */
};

/* Reads the file; one that is not there is a trace without calls. 0, or a negative errno: -EBADMSG for a line
 * that cannot be read, -E2BIG for more than CGF_OWN_SITES_MAX sites. To be freed in any case. */
int cgf_own_trace_read(struct cgf_own_trace *out, const char *path);
/* The same for a process that made at most `max` runs, one trace for each that was begun: `*begun`. What
 * stands before the first and between two of them is left out. -E2BIG also where there are more. */
int cgf_own_trace_read_runs(struct cgf_own_trace *runs, size_t max, size_t *begun, const char *path);
/* Are they the same place in the same program? */
bool cgf_own_site_same(const struct cgf_own_site *a, const struct cgf_own_site *b);
/* Is the call with this number one of the first ones of the site? */
bool cgf_own_site_has(const struct cgf_own_site *site, unsigned number);
/* Marks the sites as uneven whose calls are others in `again`. How many are even still. */
size_t cgf_own_trace_compare(struct cgf_own_trace *trace, const struct cgf_own_trace *again);
/* Marks the sites as fresh whose calls are others in a later run of a process. How many are not. */
size_t cgf_own_trace_compare_later(struct cgf_own_trace *trace, const struct cgf_own_trace *later);
void cgf_own_trace_free(struct cgf_own_trace *trace);

#endif
