/*
 * session_end.c: the end of a session, however it began. See session.h.
 */
#include "session.h"

#include "tests.h"

#include "plans/scratch.h"

#include <stdlib.h>

void cgf_own_session_end(struct cgf_own_session *session)
{
	cgf_own_tests_free(session);
	cgf_own_packages_free(&session->packages);
	free(session->findings);
	session->findings = NULL;
	cgf_scratch_remove(session->scratch);
}
