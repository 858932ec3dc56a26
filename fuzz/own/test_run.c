/*
 * test_run.c: see test_run.h.
 */
#include "test_run.h"

enum { RUN_MS_MIN = 10 * 1000, RUN_TIMES = 10 };

struct cgf_own_run_request cgf_own_test_request(char *program, const struct cgf_own_session *session,
                                                size_t test)
{
	const struct cgf_own_test *its = &session->tests[test];
	const struct cgf_own_build_request build = {.scratch = session->scratch};
	int64_t timeout_ms = its->ms * RUN_TIMES;

	cgf_own_program_path(program, CGF_PATH_BYTES_MAX, &build, its->package);
	if (timeout_ms < RUN_MS_MIN)
		timeout_ms = RUN_MS_MIN;
	return (struct cgf_own_run_request){.program = program,
	                                    .folder = session->packages.tested[its->package].folder,
	                                    .test = its->name,
	                                    .scratch = session->scratch,
	                                    .timeout_ms = its->ms ? timeout_ms : CGF_OWN_FIRST_RUN_MS_MAX};
}

int cgf_own_test_run(struct cgf_own_ended *out, const struct cgf_own_session *session, size_t test,
                     const struct cgf_own_fault *faults, size_t fault_count)
{
	char program[CGF_PATH_BYTES_MAX];
	struct cgf_own_run_request request = cgf_own_test_request(program, session, test);

	request.faults = faults;
	request.fault_count = fault_count;
	/* A report that has no fault is at the call that was made last. */
	request.leaves_out_calls = fault_count > 0;
	return cgf_own_run(out, &request);
}

bool cgf_own_says_nothing(const struct cgf_own_ended *ended)
{
	return ended->trace.alone && cgf_verdict_exit_code(&ended->verdict.verdict) == CGF_EXIT_NOTHING;
}
