/*
 * engine_end.h: has an engine that ended without a claim run what it was asked to?
 */
#ifndef CGF_ENGINE_END_H
#define CGF_ENGINE_END_H

#include "engine.h"

struct cgf_engine_end {
	const char *program; /* for messages */
	char *text;          /* what it wrote */
	int status;          /* as waitpid gave it */
	bool timed_out;      /* ended from here, since its time was over */
	long runs;           /* what it was asked for, 0: no limit */
};

/* The driver's line of a process that makes room for a fresh one: fuzz/engines/boot.c. */
bool cgf_engine_end_is_worn(const struct cgf_engine_end *end);
/* 0, or an exit code after one line on stderr that says what the engine said. */
int cgf_engine_end_judge(const struct cgf_engine_end *end, const struct cgf_engine_job *job,
                         const struct cgf_claim *claim);

#endif
