/*
 * hidden.h: addresses of the program's memory, kept so that a leak checker does not find them.
 *
 * LeakSanitizer takes every word in static memory, thread-locals, stacks and registers that points into a
 * block for a reference to it. What the core notes of the program's memory is none, and stands with its bits
 * flipped.
 */
#ifndef CGF_HIDDEN_H
#define CGF_HIDDEN_H

#include "unseen.h"

/* All zero: no address. */
struct cgf_hidden {
	uintptr_t flipped;
};

CGF_UNSEEN static inline struct cgf_hidden cgf_hide(const volatile void *address)
{
	return (struct cgf_hidden){address ? ~(uintptr_t)address : 0};
}

CGF_UNSEEN static inline void *cgf_reveal(struct cgf_hidden hidden)
{
	return hidden.flipped ? (void *)~hidden.flipped : NULL;
}

CGF_UNSEEN static inline bool cgf_hides(struct cgf_hidden hidden, const volatile void *address)
{
	return hidden.flipped == cgf_hide(address).flipped;
}

#endif
