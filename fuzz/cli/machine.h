/*
 * machine.h: what this machine must have or allow, apart from our own programs.
 */
#ifndef CGF_MACHINE_H
#define CGF_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

struct cgf_machine_check {
	const char *name;
	/* True when all is well; `said` gets a few words on what there is in either case. Changes nothing. */
	bool (*check)(char *said, size_t size);
	const char *remedy;
};

/* Ends with a NULL name. */
extern const struct cgf_machine_check cgf_machine_checks[];

#endif
