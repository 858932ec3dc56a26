/*
 * collected.h: verdicts that a hunt sets aside: those that a folder has plans of, and those that it has found
 * already.
 */
#ifndef CGF_COLLECTED_H
#define CGF_COLLECTED_H

#include <stdbool.h>
#include <stddef.h>

#include "plans/programs.h"
#include "verdict.h"

enum { CGF_COLLECTED_MAX = 512 };

struct cgf_collected {
	const char *known; /* a corpus, or a folder of findings, or NULL */
	const struct cgf_programs *programs;
	size_t count;
	struct {
		struct cgf_verdict verdict;
		bool known; /* or found by this hunt */
	} verdicts[CGF_COLLECTED_MAX];
};

enum cgf_collected_answer { CGF_NEW, CGF_KNOWN, CGF_AGAIN };

/* What is known is remembered: to find out may take replays. */
enum cgf_collected_answer cgf_collected_ask(struct cgf_collected *collected,
                                            const struct cgf_verdict *verdict);
/* Where there is no room for more it stays new. */
void cgf_collected_add(struct cgf_collected *collected, const struct cgf_verdict *verdict);

#endif
