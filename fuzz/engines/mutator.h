/*
 * mutator.h: changes to plans that an engine's random changes of bytes would seldom make. The same for both
 * engines.
 *
 * Results depend on the arguments alone: the same seed gives the same bytes. Any bytes may go in, since all
 * decode; what comes out is the canonical encoding of a plan, except where size_max is 0.
 */
#ifndef CGF_MUTATOR_H
#define CGF_MUTATOR_H

#include <stddef.h>
#include <stdint.h>

struct cgf_vocabulary;
struct cgf_reached;

/* Changes the plan in `bytes`, which has room for size_max bytes. An empty plan becomes a short plausible
 * one. Names in `words` may be NULL where they are not known. Most faults of a call are those of functions
 * that its op has reached, where that is known (NULL: it is not). Returns the new size. */
size_t cgf_mutate(uint8_t *bytes, size_t size, size_t size_max, const struct cgf_vocabulary *words,
                  const struct cgf_reached *reached, uint64_t seed);

/*
 * Writes a plan for the first run of a process: initialisation happens once, and no later run sees it. A call
 * is given one fault, and another call is made meanwhile or after it; the rest is drawn. Which fault `index`
 * says: all take turns, late returns three turns of four. Returns the size of the plan, 0 where there is no
 * op.
 */
size_t cgf_open(uint8_t *out, size_t size_max, const struct cgf_vocabulary *words, unsigned index,
                uint64_t seed);

/* Writes the first steps of `a` followed by the last of `b` to `out`. Returns its size. */
size_t cgf_splice(uint8_t *out, size_t size_max, const uint8_t *a, size_t a_size, const uint8_t *b,
                  size_t b_size, const struct cgf_vocabulary *words, uint64_t seed);

#endif
