/*
 * test_run.h: how a test of a session is run.
 */
#ifndef CGF_OWN_TEST_RUN_H
#define CGF_OWN_TEST_RUN_H

#include "many_runs.h"
#include "run.h"
#include "session.h"

/* How long the first run of a test may last, unless the user says it. */
enum { CGF_OWN_FIRST_RUN_MS_MAX = 60 * 1000 };

/* How long a run of the test may last, in ms: the first one CGF_OWN_FIRST_RUN_MS_MAX or what the user says;
 * each other one ten times the first, at least 10 s, and at most what the user says. */
int64_t cgf_own_test_ms_max(const struct cgf_own_session *session, size_t test);
/* The request for a run of the test, without faults. `program` has room for CGF_PATH_BYTES_MAX bytes. */
struct cgf_own_run_request cgf_own_test_request(char *program, struct cgf_own_session *session, size_t test);
/* A run of the test with these faults; without any, its trace has its calls. Returns what cgf_own_run does.
 */
int cgf_own_test_run(struct cgf_own_ended *out, struct cgf_own_session *session, size_t test,
                     const struct cgf_own_fault *faults, size_t fault_count);
/* The same in another slot than the session's own. */
int cgf_own_test_run_in(struct cgf_own_ended *out, struct cgf_own_slot *slot, struct cgf_own_session *session,
                        size_t test, const struct cgf_own_fault *faults, size_t fault_count);
/* As cgf_own_test_run, and its trace has its calls with faults too: where a report names no line of Go, the
 * last call does. */
int cgf_own_test_run_traced(struct cgf_own_ended *out, struct cgf_own_session *session, size_t test,
                            const struct cgf_own_fault *faults, size_t fault_count);

/* Where Go made a call in a run of the test; looked up now if no run without faults made one there. */
struct cgf_own_place cgf_own_test_place(struct cgf_own_session *session, size_t test, uint64_t pc);

/* `count` runs of the test in one process in this slot: run i has `fault_counts[i]` faults, `faults[i]`.
 * Without any, `faults` may be NULL, and each trace has its calls. Returns what cgf_own_many_run does. */
int cgf_own_test_run_many(struct cgf_own_many *out, struct cgf_own_slot *slot,
                          struct cgf_own_session *session, size_t test,
                          const struct cgf_own_fault *const *faults, const size_t *fault_counts,
                          size_t count);

/* Was nobody there who would have seen the fault? Such a run says nothing, of the program or of the fault. */
bool cgf_own_says_nothing(const struct cgf_own_ended *ended);

#endif
