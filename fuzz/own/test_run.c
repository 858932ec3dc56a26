/*
 * test_run.c: see test_run.h.
 */
#include "test_run.h"

enum { RUN_MS_MIN = 10 * 1000, RUN_TIMES = 10, CALLS_MAX = 200 * 1000 };

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
	                                    .calls_max = CALLS_MAX,
	                                    .timeout_ms = its->ms ? timeout_ms : CGF_OWN_FIRST_RUN_MS_MAX};
}
