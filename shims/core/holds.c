/*
 * holds.c: memory of the program that C keeps after a call.
 */
#include "holds.h"
#include "asan.h"
#include "callers.h"
#include "digest.h"
#include "hidden.h"
#include "rules.h"

struct cgf_hold {
	struct cgf_hidden memory;
	size_t bytes;
	uint64_t digest;
};

static struct cgf_hold holds[CGF_HOLDS_MAX];

CGF_UNSEEN struct cgf_hold *cgf_hold(struct cgf_call *call, const void *memory, size_t bytes)
{
	struct cgf_hold *hold = NULL;
	if (!cgf_caller_in(call) || !memory)
		return NULL;
	cgf_lock(&cgf_core.lock);
	for (unsigned i = 0; i < CGF_HOLDS_MAX && !hold; i++) {
		if (!holds[i].memory.flipped)
			hold = &holds[i];
	}
	if (hold) {
		hold->memory = cgf_hide(memory);
		hold->bytes = bytes;
		hold->digest = cgf_digest_of(memory, bytes);
	}
	cgf_unlock(&cgf_core.lock);
	return hold;
}

CGF_UNSEEN void cgf_hold_check(struct cgf_call *call, const struct cgf_hold *hold)
{
	void *memory = hold ? cgf_reveal(hold->memory) : NULL;
	if (!cgf_caller_in(call) || !memory)
		return;
	if (cgf_asan_poisoned(memory, hold->bytes))
		return;
	if (cgf_digest_of(memory, hold->bytes) != hold->digest && !cgf_panicking())
		cgf_broken_rule(call, "contract/memory-changed", NULL);
}

CGF_UNSEEN void cgf_hold_renew(struct cgf_hold *hold)
{
	if (hold && hold->memory.flipped)
		hold->digest = cgf_digest_of(cgf_reveal(hold->memory), hold->bytes);
}

CGF_UNSEEN void cgf_hold_end(struct cgf_hold *hold)
{
	if (hold)
		hold->memory = cgf_hide(NULL);
}

CGF_UNSEEN void cgf_holds_reset(void)
{
	for (unsigned i = 0; i < CGF_HOLDS_MAX; i++)
		holds[i].memory = cgf_hide(NULL);
}
