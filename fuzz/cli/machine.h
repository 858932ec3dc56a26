/*
 * machine.h: what this machine must have or allow, apart from our own programs.
 */
#ifndef CGF_MACHINE_H
#define CGF_MACHINE_H

#include <stddef.h>

enum cgf_machine_answer {
	CGF_MACHINE_LACKS,
	CGF_MACHINE_HAS,
	CGF_MACHINE_HIDES, /* this user may not look: what the programs do will show */
};

struct cgf_machine_check {
	const char *name;
	/* `said` gets a few words on what there is in any case. Changes nothing. */
	enum cgf_machine_answer (*check)(char *said, size_t size);
	const char *remedy;
};

/* Ends with a NULL name. */
extern const struct cgf_machine_check cgf_machine_checks[];

#endif
