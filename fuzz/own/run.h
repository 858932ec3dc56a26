/*
 * run.h: one test in one process.
 */
#ifndef CGF_OWN_RUN_H
#define CGF_OWN_RUN_H

#include <stdint.h>

#include "judge.h"
#include "process.h"
#include "trace.h"

struct cgf_own_run_request {
	struct cgf_own_slot *slot;
	const char *program, *folder; /* the test program, and the package's folder, in which it runs */
	const char *test;
	const struct cgf_own_fault *faults;
	size_t fault_count;
	bool leaves_out_calls; /* of the trace: to write them is most of what it costs */
	int64_t timeout_ms;
};

struct cgf_own_ended {
	struct cgf_own_verdict verdict;
	struct cgf_own_trace trace;
	int64_t ms;
	const char *text; /* what the run wrote, until the next run in its slot */
};

/* 0, or -EINTR when the user wants an end, or an exit code after one line. The trace is to be freed in any
 * case. */
int cgf_own_run(struct cgf_own_ended *out, const struct cgf_own_run_request *request);
/* The same test in a program that plain go test has built, in the user's own environment: 0 and its result,
 * or as above. */
int cgf_own_run_plain(enum cgf_own_result *out, const struct cgf_own_run_request *request);

/* For whoever runs a test otherwise. Faults as the library inside reads them: the length, or 0 where there is
 * no room, or no fault. */
size_t cgf_own_faults_write(char *out, size_t size, const struct cgf_own_fault *faults, size_t count);
/* The process that makes the run, but for its faults. */
struct cgf_own_process_request cgf_own_run_process(const struct cgf_own_run_request *request);
/* 0, or an exit code after one line: the run's trace could not be read. */
int cgf_own_trace_said(int error, const struct cgf_own_run_request *request);

#endif
