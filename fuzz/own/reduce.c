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

/* The test's own failure is at the call that suffers the first fault, whichever that is. */
static bool is_at(const struct cgf_own_verdict *verdict, const struct cgf_own_fault *first)
{
	return strcmp(verdict->verdict.at, first->function) == 0;
}

static bool agree(const struct cgf_own_verdict *a, const struct cgf_own_fault *a_first,
                  const struct cgf_own_verdict *b, const struct cgf_own_fault *b_first)
{
	return cgf_verdict_same(&a->verdict, &b->verdict) ||
	       (strcmp(a->verdict.name, b->verdict.name) == 0 && is_at(a, a_first) && is_at(b, b_first));
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
			if (*count == size || !agree(verdict, &faults[0], &again, &fewer[0])) {
				at += size;
				continue;
			}
			*count -= size;
			memcpy(faults, fewer, *count * sizeof(*faults));
			*verdict = again;
		}
	return 0;
}
