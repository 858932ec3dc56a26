/*
 * fault.h: what may happen to one call of a test, as plans and the test program's environment have it.
 *
 * All are legal for any C library: a full collection with its finalizers and cleanups inside a call, at its
 * entry or before its return, or inside of a call of C to Go; errno left behind by a call that succeeded; a
 * call that begins or comes back late, while other goroutines go on; one that comes back on another thread of
 * the kernel. And a question: does C keep the address of Go memory that the call was given? Then collections
 * at the next calls show whether it outlives the object.
 */
#ifndef CGF_OWN_FAULT_H
#define CGF_OWN_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "functions.h"

enum cgf_own_fault_kind {
	CGF_OWN_GC_ENTRY,    /* gc@F.entry#N */
	CGF_OWN_GC_RETURN,   /* gc@F.return#N */
	CGF_OWN_LEAVE,       /* leave@F=EAGAIN#N */
	CGF_OWN_GC_CALLBACK, /* gc@F.callback#N */
	CGF_OWN_KEPT,        /* kept@F#N: no fault, but a question */
	CGF_OWN_HOP,         /* hop@F#N */
	CGF_OWN_LATE_RETURN, /* late@F.return#N */
	CGF_OWN_LATE_ENTRY,  /* late@F.entry#N */
	CGF_OWN_FAULT_KINDS
};

enum { CGF_OWN_FAULT_BYTES_MAX = CGF_OWN_FUNCTION_BYTES_MAX + 32 };

struct cgf_own_fault {
	enum cgf_own_fault_kind kind;
	char function[CGF_OWN_FUNCTION_BYTES_MAX];
	unsigned number; /* of the call of that function in the process, from 1 */
};

/* Can a call of this form suffer it? Only where Go takes the errno does one that is left matter. */
bool cgf_own_fault_fits(enum cgf_own_fault_kind kind, enum cgf_own_form form);
bool cgf_own_fault_is_late(enum cgf_own_fault_kind kind);
/* Writes it, ended by NUL. The length. */
size_t cgf_own_fault_write(char *out, size_t size, const struct cgf_own_fault *fault);
/* In plain words: "a collection at the entry of gpgme_op_verify". */
void cgf_own_fault_describe(char *out, size_t size, const struct cgf_own_fault *fault);
/* Reads one word; false when it is none. */
bool cgf_own_fault_read(struct cgf_own_fault *out, const char *word);

#endif
