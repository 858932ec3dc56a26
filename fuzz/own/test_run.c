/*
 * test_run.c: see test_run.h.
 */
#include "test_run.h"

enum { RUN_MS_MIN = 10 * 1000, RUN_TIMES = 10 };

int64_t cgf_own_test_ms_max(const struct cgf_own_session *session, size_t test)
{
	int64_t users = session->options.timeout * INT64_C(1000), ms = session->tests[test].ms * RUN_TIMES;

	if (session->tests[test].ms == 0)
		ms = CGF_OWN_FIRST_RUN_MS_MAX;
	else if (ms < RUN_MS_MIN)
		ms = RUN_MS_MIN;
	return users && (users < ms || session->tests[test].ms == 0) ? users : ms;
}

struct cgf_own_run_request cgf_own_test_request(char *program, struct cgf_own_session *session, size_t test)
{
	const struct cgf_own_test *its = &session->tests[test];
	const struct cgf_own_build_request build = {.scratch = session->scratch};

	cgf_own_program_path(program, CGF_PATH_BYTES_MAX, &build, its->package);
	return (struct cgf_own_run_request){.slot = &session->slot,
	                                    .program = program,
	                                    .folder = session->packages.tested[its->package].folder,
	                                    .test = its->name,
	                                    .timeout_ms = cgf_own_test_ms_max(session, test)};
}

static int run(struct cgf_own_ended *out, struct cgf_own_slot *slot, struct cgf_own_session *session,
               size_t test, const struct cgf_own_fault *faults, size_t fault_count, bool traced)
{
	char program[CGF_PATH_BYTES_MAX];
	struct cgf_own_run_request request = cgf_own_test_request(program, session, test);

	request.slot = slot;
	request.faults = faults;
	request.fault_count = fault_count;
	request.leaves_out_calls = !traced;
	return cgf_own_run(out, &request);
}

int cgf_own_test_run_in(struct cgf_own_ended *out, struct cgf_own_slot *slot, struct cgf_own_session *session,
                        size_t test, const struct cgf_own_fault *faults, size_t fault_count)
{
	return run(out, slot, session, test, faults, fault_count, fault_count == 0);
}

int cgf_own_test_run(struct cgf_own_ended *out, struct cgf_own_session *session, size_t test,
                     const struct cgf_own_fault *faults, size_t fault_count)
{
	return cgf_own_test_run_in(out, &session->slot, session, test, faults, fault_count);
}

int cgf_own_test_run_traced(struct cgf_own_ended *out, struct cgf_own_session *session, size_t test,
                            const struct cgf_own_fault *faults, size_t fault_count)
{
	return run(out, &session->slot, session, test, faults, fault_count, true);
}

int cgf_own_test_run_many(struct cgf_own_many *out, struct cgf_own_slot *slot,
                          struct cgf_own_session *session, size_t test,
                          const struct cgf_own_fault *const *faults, const size_t *fault_counts, size_t count)
{
	char program[CGF_PATH_BYTES_MAX];
	struct cgf_own_many_request request = {.run = cgf_own_test_request(program, session, test),
	                                       .count = count};

	request.run.slot = slot;
	request.run.leaves_out_calls = faults != NULL;
	for (size_t i = 0; i < count && faults; i++) {
		request.faults[i] = faults[i];
		request.fault_counts[i] = fault_counts[i];
	}
	return cgf_own_many_run(out, &request);
}

bool cgf_own_says_nothing(const struct cgf_own_ended *ended)
{
	return ended->trace.alone && cgf_verdict_exit_code(&ended->verdict.verdict) == CGF_EXIT_NOTHING;
}

struct cgf_own_place cgf_own_test_place(struct cgf_own_session *session, size_t test, uint64_t pc)
{
	const struct cgf_own_build_request build = {.scratch = session->scratch};
	struct cgf_own_places *places = &session->places[session->tests[test].package];
	char program[CGF_PATH_BYTES_MAX];

	if (cgf_own_program_path(program, sizeof(program), &build, session->tests[test].package))
		cgf_own_places_add(places, pc, program, session->scratch);
	return cgf_own_place_of(places, pc);
}
