/*
 * night_slice.h: one slice of a night: hunted or enumerated, and judged against the corpus.
 */
#ifndef CGF_NIGHT_SLICE_H
#define CGF_NIGHT_SLICE_H

#include "night_report.h"

struct cgf_night {
	const struct cgf_programs *programs;
	char folder[CGF_PATH_BYTES_MAX]; /* build/night/DATE */
	char rotation[CGF_PATH_BYTES_MAX];
	char pending[CGF_PATH_BYTES_MAX]; /* claims that are being confirmed: of all nights */
	char corpus[CGF_PATH_BYTES_MAX];  /* empty: none */
	int64_t end_ms;
	size_t package_count; /* own packages that were begun */
	long seed;            /* grows, so that no two slices repeat each other */
	struct cgf_night_report *report;
};

/* Fuzzes a slice for a canary, which has no `output`, or for cgf_night_slice_run. The exit code of the hunt,
 * or -EINTR. */
int cgf_night_slice_hunt(struct cgf_night *night, const struct cgf_slice *slice, long seconds,
                         const char *output, struct cgf_hunt *hunt);
/* Hunts or enumerates, notes what is found, and says so in one line. The exit code, or -EINTR. */
int cgf_night_slice_run(struct cgf_night *night, const struct cgf_slice *slice, long seconds,
                        const char *output);
/* Confirms the claims that earlier nights were killed over, and notes what is found. The exit code, or
 * -EINTR. */
int cgf_night_take_up(struct cgf_night *night, const char *output);
/* The line for a slice that has ended. */
void cgf_night_slice_tell(const struct cgf_slice *slice, const struct cgf_hunt *hunt, const char *what);

#endif
