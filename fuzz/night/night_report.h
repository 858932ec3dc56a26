/*
 * night_report.h: what a night did and found, kept while it goes on and written after every slice.
 */
#ifndef CGF_NIGHT_REPORT_H
#define CGF_NIGHT_REPORT_H

#include <cjson/cJSON.h>
#include <stdio.h>

#include "hunt/hunt.h"
#include "slices.h"

enum { CGF_NIGHT_ROWS_MAX = 1024, CGF_NIGHT_FINDINGS_MAX = 1024, CGF_NIGHT_NOTES_MAX = 4096 };

/* Keys of notes that are looked for again. */
#define CGF_NIGHT_NO_TIME     "left out, no time"
#define CGF_NIGHT_NEVER_FIRED "never fired"

/* A row of the table: all slices of one class, variant, engine and build. */
struct cgf_night_row {
	struct cgf_slice slice; /* its op is not used */
	uint64_t executions, effective, fired;
	int64_t elapsed_ms, first_ms; /* first_ms: -1 while nothing is found */
	unsigned verdicts, unconfirmed;
};

/* Findings with the same class and verdict are one. */
struct cgf_night_finding {
	struct cgf_slice slice; /* where it was found first */
	struct cgf_verdict verdict;
	char file[CGF_PATH_BYTES_MAX];
	bool known;    /* the corpus has it */
	bool is_fixed; /* found in a variant that must be silent */
	unsigned times;
	uint64_t executions; /* until it was found first */
	int64_t found_ms;
};

struct cgf_night_report {
	char folder[CGF_PATH_BYTES_MAX];
	const char *ended_by; /* "interrupted", or NULL */
	size_t row_count, finding_count, note_count;
	struct cgf_night_row rows[CGF_NIGHT_ROWS_MAX];
	struct cgf_night_finding findings[CGF_NIGHT_FINDINGS_MAX];
	unsigned canaries_seen, canaries_missed, harness_failures;
	/* One line each: canaries that were missed, slices that failed, faults that never fired, what was
	 * left out. */
	struct {
		const char *key;
		char text[CGF_SLICE_NAME_BYTES_MAX];
	} notes[CGF_NIGHT_NOTES_MAX];
	cJSON *fired;     /* class, variant, op, fault: how often it fired */
	cJSON *effective; /* class: executions that counted */
};

/* 0, or an exit code after one line. */
int cgf_night_report_begin(struct cgf_night_report *report, const char *folder);
void cgf_night_report_add_hunt(struct cgf_night_report *report, const struct cgf_slice *slice,
                               const struct cgf_hunt *hunt);
/* The finding with this verdict in this class, or NULL. */
struct cgf_night_finding *cgf_night_report_find(struct cgf_night_report *report,
                                                const struct cgf_verdict *verdict);
struct cgf_night_finding *cgf_night_report_add_finding(struct cgf_night_report *report,
                                                       const struct cgf_slice *slice,
                                                       const struct cgf_hunt *hunt);
__attribute__((format(printf, 3, 4))) void cgf_night_report_note(struct cgf_night_report *report,
                                                                 const char *key, const char *format, ...);
/* Notes every fault that never fired in a class that ran long enough. */
void cgf_night_report_judge_faults(struct cgf_night_report *report);
/* The exit code of the night as it stands. */
enum cgf_exit_code cgf_night_report_code(const struct cgf_night_report *report);
/* Writes FOLDER/report.txt and report.json. 0, or an exit code after one line. */
int cgf_night_report_write(const struct cgf_night_report *report);
/* The same text. */
void cgf_night_report_print(FILE *to, const struct cgf_night_report *report);

#endif
