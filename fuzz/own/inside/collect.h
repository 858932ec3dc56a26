/*
 * collect.h: a full collection of Go's garbage, in the middle of a call of C.
 */
#ifndef CGF_OWN_COLLECT_H
#define CGF_OWN_COLLECT_H

struct cgf_own_site;

/*
 * Collects on a thread of its own, runs all finalizers and cleanups that this made ready, and returns when
 * they have ended, or wait for something that only another goroutine can bring, or after
 * CGF_OWN_FINALIZERS_MS_MAX. The calling thread is inside the C function of `site`, and stays there. Between
 * two collections there is neither a thread nor a goroutine of ours: tests count them.
 */
void cgf_own_collect(const struct cgf_own_site *site);

enum { CGF_OWN_FINALIZERS_MS_MAX = 5000 };

#endif
