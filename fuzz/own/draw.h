/*
 * draw.h: plans for a fuzzing engine: drawn by a number, changed by a number, joined.
 *
 * What is drawn from is what a sweep would try: faults that fit, at the first calls of each Go line in each
 * test that is swept. The same number gives the same plan for as long as the session's runs without faults
 * are the same.
 */
#ifndef CGF_OWN_DRAW_H
#define CGF_OWN_DRAW_H

#include "plan.h"
#include "sweep.h"

/* Of a plan that is drawn or joined. */
enum { CGF_OWN_DRAW_FAULTS_MAX = 8 };

struct cgf_own_draw {
	const struct cgf_own_session *session; /* borrowed */
	struct cgf_own_sweep sweep;
	size_t count, *singles;  /* those that may be drawn; a question of the sweep's is none */
	size_t key_count, *keys; /* theirs, each once */
};

/* Of a session whose tests have been run without faults. 0 or -ENOMEM; to be freed in any case. */
int cgf_own_draw_make(struct cgf_own_draw *out, const struct cgf_own_session *session);
void cgf_own_draw_free(struct cgf_own_draw *draw);

/* A plan of one fault, sometimes of two. Each kind, function and Go line is as likely as any other, in
 * however many tests it is. False: there is nothing to draw from. */
bool cgf_own_draw_plan(struct cgf_own_plan *out, const struct cgf_own_draw *draw, uint64_t seed);
/* Takes away, adds or replaces one fault of the plan. False: nothing can be drawn for its test. */
bool cgf_own_draw_change(struct cgf_own_plan *plan, const struct cgf_own_draw *draw, uint64_t seed);
/* Adds the faults of another plan of the same test. False: it is of another, or nothing is new, or there is
 * no room. */
bool cgf_own_draw_join(struct cgf_own_plan *plan, const struct cgf_own_plan *other);
/* The session's test that the plan is of, if it is swept. False: there is none. */
bool cgf_own_draw_find(size_t *test, const struct cgf_own_session *session, const struct cgf_own_plan *plan);

#endif
