/*
 * reduce.c: see reduce.h. Halves go first, then quarters, and so on to single faults.
 */
#include "reduce.h"

#include "child.h"
#include "test_run.h"

#include <string.h>

static int run(struct cgf_own_verdict *out, const struct cgf_own_fault *faults, size_t count,
               struct cgf_own_session *session, size_t test)
{
	struct cgf_own_ended ended;
	int code = cgf_own_test_run(&ended, session, test, faults, count);

	session->runs++;
	cgf_own_trace_free(&ended.trace);
	*out = ended.verdict;
	return code;
}

int cgf_own_reduce(struct cgf_own_verdict *verdict, struct cgf_own_fault *faults, size_t *count,
                   struct cgf_own_session *session, size_t test)
{
	struct cgf_own_fault fewer[CGF_OWN_FAULTS_OF_A_RUN_MAX];
	struct cgf_own_verdict again;
	int code = run(verdict, faults, *count, session, test);

	if (code != 0 || cgf_verdict_exit_code(&verdict->verdict) != CGF_EXIT_FOUND) {
		*count = 0;
		return code;
	}
	for (size_t piece = (*count + 1) / 2; piece > 0; piece = piece > 1 ? (piece + 1) / 2 : 0)
		for (size_t at = 0; at < *count && *count > 1 && cgf_now_ms() < session->end_ms;) {
			size_t size = piece < *count - at ? piece : *count - at;

			memcpy(fewer, faults, at * sizeof(*faults));
			memcpy(fewer + at, faults + at + size, (*count - at - size) * sizeof(*faults));
			code = *count > size ? run(&again, fewer, *count - size, session, test) : 0;
			if (code != 0)
				return code;
			if (*count == size || !cgf_verdict_same(&verdict->verdict, &again.verdict)) {
				at += size;
				continue;
			}
			*count -= size;
			memcpy(faults, fewer, *count * sizeof(*faults));
			*verdict = again;
		}
	return 0;
}
