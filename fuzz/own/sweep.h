/*
 * sweep.h: which faults are tried in which order.
 *
 * First, in each test, all faults of a kind in one run: a collection at each call is as legal as at one. What
 * is silent then is mostly silent alone. Then one fault a run: of the runs that were not silent all of them,
 * of the others one for each kind, function and Go line, in whichever test. What no test has tried comes
 * first. With time to spare, the rest. What nothing would see, a late call where no other goroutine is there
 * for instance, is not tried again. Tests that last a second or more come after the others, and after what
 * was loud there, so that little time is spent where much can be tried.
 */
#ifndef CGF_OWN_SWEEP_H
#define CGF_OWN_SWEEP_H

#include <stdbool.h>
#include <stddef.h>

#include "session.h"

/* Faults of one kind in one test, which stand one behind the other. */
struct cgf_own_group {
	size_t test, first, count;
	size_t alone;    /* of these, faults that nothing would see */
	bool many;       /* its trials may be made among others in one process */
	bool taken;      /* somebody runs all of them */
	bool done, loud; /* loud: the run with all of them was not silent */
};

/* One fault of one test. */
struct cgf_own_single {
	size_t group;
	size_t key; /* equal where kind, function and Go line are */
	const char *line;
	bool taken; /* somebody runs it */
	bool done;
};

struct cgf_own_sweep {
	size_t single_count, group_count, key_count;
	struct cgf_own_fault *faults; /* of each single */
	struct cgf_own_single *singles;
	struct cgf_own_group *groups;
	unsigned *tries; /* of each key, one fault a run, and those that are taken */
	bool rest;       /* with what other tests have tried */
};

/* A test that lasts this long, in ms, comes after the others: one sweep of it is worth many of theirs. */
enum { CGF_OWN_SLOW_MS = 1000 };

/* What to run next: `count` faults from `first` on. */
struct cgf_own_trial {
	size_t test, first, count;
	size_t group;
};

/* 0, or -ENOMEM. To be freed in any case. */
int cgf_own_sweep_make(struct cgf_own_sweep *out, const struct cgf_own_test *tests, size_t test_count,
                       long calls_per_line, bool rest);
/* False: nothing is left but what is taken. */
bool cgf_own_sweep_next(struct cgf_own_trial *out, const struct cgf_own_sweep *sweep,
                        const struct cgf_own_test *tests);
/* Is it one that may be made with others in one process of its test? */
bool cgf_own_sweep_is_many(const struct cgf_own_sweep *sweep, const struct cgf_own_trial *trial,
                           const struct cgf_own_test *tests);
/* trials[0] is such a one, and the next: adds others that come anyway, at most `max` in all. How many they
 * are. */
size_t cgf_own_sweep_add_many(struct cgf_own_trial *trials, size_t max, const struct cgf_own_sweep *sweep,
                              const struct cgf_own_test *tests);
/* Nobody is given the trial until it is given back, and its key counts as tried meanwhile. */
void cgf_own_sweep_take(struct cgf_own_sweep *sweep, const struct cgf_own_trial *trial);
/* It was made, and noted, or is left for others. */
void cgf_own_sweep_give_back(struct cgf_own_sweep *sweep, const struct cgf_own_trial *trial);
/* Says how the trial went; also once more of one that was silent among others and is not alone. */
void cgf_own_sweep_note(struct cgf_own_sweep *sweep, const struct cgf_own_trial *trial, bool silent);
/* Says which faults of the trial nothing would see: lines "FAULT", or NULL. */
void cgf_own_sweep_note_alone(struct cgf_own_sweep *sweep, const struct cgf_own_trial *trial,
                              const char *faults);
/* How many trials are left, without those that are taken, as far as is known now, and how long they take. */
size_t cgf_own_sweep_left(int64_t *ms, const struct cgf_own_sweep *sweep, const struct cgf_own_test *tests);
void cgf_own_sweep_free(struct cgf_own_sweep *sweep);

#endif
