/*
 * night.h: canaries first, then everything else in rotation for as long as there is time.
 */
#ifndef CGF_NIGHT_H
#define CGF_NIGHT_H

#include "plans/programs.h"

struct cgf_night_request {
	long minutes;
	const char *output;          /* the folder of all nights: this one gets OUTPUT/DATE */
	const char *corpus;          /* NULL: the one beside the build folder, if there is one */
	const char *const *packages; /* folders of own packages, ended by NULL */
};

/* Returns the exit code of the night. */
int cgf_night_run(const struct cgf_programs *programs, const struct cgf_night_request *request);

#endif
