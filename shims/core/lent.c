/*
 * lent.c: results that the library lends to the program, as a static buffer or a string of an object's.
 *
 * Where such a result is read too late the library's memory still holds something, and no sanitizer sees
 * anything. So the program is given a copy of its own, which is spoilt when the result's life ends:
 * overwritten, and poisoned where there is AddressSanitizer. The copies have fixed places, of which the one
 * that has been spoilt longest is used first.
 */
#include "lent.h"
#include "asan.h"
#include "hidden.h"

enum {
	PLACES = 64,
	SPOILT_BYTE = '?', /* text that is read too late is seen to be wrong, and ends in the place */
};

struct lent {
	const struct cgf_function *function; /* NULL: no result */
	enum cgf_until until;
	unsigned caller; /* its thread: caller and hops */
	uint32_t hops;
	const char *kind;
	struct cgf_hidden object;
	uint32_t run;
	uint64_t at; /* counts loans and ends */
};

static struct lent lent[PLACES];
static _Alignas(16) unsigned char copies[PLACES][CGF_LENT_BYTES_MAX];
static uint64_t loans_and_ends;

CGF_UNSEEN static void spoil(unsigned place)
{
	volatile unsigned char *at = copies[place];
	cgf_asan_unpoison(copies[place], CGF_LENT_BYTES_MAX);
	for (size_t i = 0; i < CGF_LENT_BYTES_MAX - 1; i++)
		at[i] = SPOILT_BYTE;
	at[CGF_LENT_BYTES_MAX - 1] = 0;
	cgf_asan_poison(copies[place], CGF_LENT_BYTES_MAX);
	lent[place].function = NULL;
	lent[place].at = ++loans_and_ends;
}

/* Of an object that an earlier run has made: nobody tells of its end. */
CGF_UNSEEN static bool is_orphan(const struct lent *result)
{
	return result->run != cgf_core.runs;
}

/* The place that has been free longest, or else was lent first to an orphan; PLACES where there is none. */
CGF_UNSEEN static unsigned choose_place(void)
{
	unsigned best = PLACES;
	bool best_is_free = false;
	for (unsigned i = 0; i < PLACES; i++) {
		bool is_free = !lent[i].function;
		if (!is_free && (best_is_free || !is_orphan(&lent[i])))
			continue;
		if (best == PLACES || (is_free && !best_is_free) || lent[i].at < lent[best].at) {
			best = i;
			best_is_free = is_free;
		}
	}
	return best;
}

/* The lock is held. */
CGF_UNSEEN static void *lend(const struct cgf_call *call, const void *result, size_t bytes,
                             const struct lent *how)
{
	unsigned place = choose_place();
	if (place == PLACES)
		return NULL;
	if (lent[place].function)
		spoil(place);
	cgf_asan_unpoison(copies[place], bytes);
	cgf_copy(copies[place], result, bytes);
	cgf_copy(&lent[place], how, sizeof *how);
	lent[place].function = call->function;
	lent[place].caller = call->caller->number;
	lent[place].hops = call->caller->hops;
	lent[place].run = cgf_core.runs;
	lent[place].at = ++loans_and_ends;
	return copies[place];
}

CGF_UNSEEN static const void *lend_copy(struct cgf_call *call, const void *result, size_t bytes,
                                        const struct lent *how)
{
	if (!cgf_caller_in(call) || !result || bytes == 0 || bytes > CGF_LENT_BYTES_MAX)
		return result;
	cgf_lock(&cgf_core.lock);
	const void *copy = lend(call, result, bytes, how);
	cgf_unlock(&cgf_core.lock);
	return copy ? copy : result;
}

CGF_UNSEEN const void *cgf_lend(struct cgf_call *call, const void *result, size_t bytes, enum cgf_until until)
{
	const struct lent how = {.until = until};
	return until == CGF_FOR_EVER ? result : lend_copy(call, result, bytes, &how);
}

CGF_UNSEEN const void *cgf_lend_of(struct cgf_call *call, const void *result, size_t bytes, const char *kind,
                                   const void *object)
{
	const struct lent how = {.until = CGF_UNTIL_OBJECT_ENDS, .kind = kind, .object = cgf_hide(object)};
	return lend_copy(call, result, bytes, &how);
}

CGF_UNSEEN void cgf_lent_call_begins(const struct cgf_caller *caller, const struct cgf_function *function)
{
	for (unsigned i = 0; i < PLACES; i++) {
		const struct lent *result = &lent[i];
		if (result->function != function || result->until == CGF_UNTIL_OBJECT_ENDS)
			continue;
		if (result->until == CGF_UNTIL_NEXT_CALL ||
		    (result->caller == caller->number && result->hops == caller->hops))
			spoil(i);
	}
}

CGF_UNSEEN void cgf_lent_object_ended(const char *kind, const void *object)
{
	for (unsigned i = 0; i < PLACES; i++) {
		if (lent[i].function && lent[i].until == CGF_UNTIL_OBJECT_ENDS &&
		    cgf_same(lent[i].kind, kind) && cgf_hides(lent[i].object, object))
			spoil(i);
	}
}

CGF_UNSEEN void cgf_lent_end(struct cgf_call *call, const char *kind, const void *object)
{
	if (!cgf_caller_in(call))
		return;
	cgf_lock(&cgf_core.lock);
	cgf_lent_object_ended(kind, object);
	cgf_unlock(&cgf_core.lock);
}

/* The program may keep an object, and what it has of it, beyond a run. */
CGF_UNSEEN void cgf_lent_reset(void)
{
	for (unsigned i = 0; i < PLACES; i++) {
		if (lent[i].function && lent[i].until != CGF_UNTIL_OBJECT_ENDS)
			spoil(i);
	}
}
