/*
 * process.h: a process of a test program, in the surroundings that runs need to agree.
 */
#ifndef CGF_OWN_PROCESS_H
#define CGF_OWN_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture.h"
#include "jobs.h"

#include "plans/files.h"

/* Where processes run one after the other. Large: not on a stack. */
struct cgf_own_slot {
	char scratch[CGF_PATH_BYTES_MAX]; /* a folder for the trace, and for what the tests make in TMPDIR */
	struct cgf_own_jobs *jobs;        /* of whom it is one; NULL: nothing runs beside it */
	struct cgf_capture capture;       /* what the last process wrote */
};

struct cgf_own_process_request {
	struct cgf_own_slot *slot;
	const char *program, *folder; /* the test program, and the package's folder, in which it runs */
	const char *tests;            /* names with "|" between */
	size_t count;                 /* how often each of them runs; 0: once */
	bool fails_fast;              /* after one that failed none runs any more */
	const char *faults;           /* a setting of the environment: see inside/start.h */
	bool leaves_out_calls;        /* of the trace: to write them is most of what it costs */
	int64_t timeout_ms;
	bool (*goes_on)(
	        void *data); /* or NULL; asked now and then: false ends the process like the time does */
	void *data;
};

struct cgf_own_output {
	char *text; /* what the process wrote, ended by NUL, until the next one in its slot */
	size_t size;
	bool whole; /* nothing of it is left out */
	int wait_status;
	bool timed_out;
	int64_t ms;
};

/* What every process of a test inherits from this one: fixed addresses, no core files. Once. */
void cgf_own_processes_prepare(void);
/* Where a process in this slot writes its trace. False: no room for the path. */
bool cgf_own_process_trace(char *out, size_t size, const struct cgf_own_slot *slot);
/* Runs it to its end. 0, or -EINTR when the user wants an end, or an exit code after one line. */
int cgf_own_process_run(struct cgf_own_output *out, const struct cgf_own_process_request *request);
/* The same in the user's own environment, without faults and without a trace. */
int cgf_own_process_run_plain(struct cgf_own_output *out, const struct cgf_own_process_request *request);
/* What the program lists as its tests, one a line, to be freed; NULL after one line. */
char *cgf_own_process_list(const struct cgf_own_process_request *request);

#endif
