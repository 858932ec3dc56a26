/*
 * collect.h: a full collection of Go's garbage, in the middle of a call of C.
 */
#ifndef CGF_OWN_COLLECT_H
#define CGF_OWN_COLLECT_H

#include <stdbool.h>
#include <stdint.h>

struct cgf_own_site;

/*
 * Collects on a thread of its own, runs all finalizers and cleanups that this made ready, and returns when
 * they have ended, or wait for something that only another goroutine can bring, or after
 * CGF_OWN_FINALIZERS_MS_MAX. The calling thread is inside the C function of `site`, and stays there. Between
 * two collections there is neither a thread nor a goroutine of ours: tests count them.
 */
void cgf_own_collect(const struct cgf_own_site *site);

/* Collects until that makes no finalizer and no cleanup ready any more: one may have been all that held an
 * object with another. Otherwise the same. */
void cgf_own_collect_all(const struct cgf_own_site *site);

/* Whether an address is in Go's heap, of a dead object perhaps. The calling thread is where cgf_own_collect
 * wants it. */
bool cgf_own_go_has(const struct cgf_own_site *site, uintptr_t address);

enum { CGF_OWN_FINALIZERS_MS_MAX = 5000 };

#endif
